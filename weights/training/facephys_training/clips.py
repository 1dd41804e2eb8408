"""Clips in folders (frames.npy, timestamps.npy, ppg.npy): a user's for training, painted ones for evaluation."""

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from .pulse import standardised
from .video import FULL_SIZE, Clips

LONGEST_INTERVAL_S = 0.25  # the longest that the engine gives to the model


class Recorded:
    """A user's clips; batches are windows of them at random places."""

    def __init__(self, folder):
        self._folders = sorted(path.parent for path in Path(folder).glob("*/frames.npy"))
        if not self._folders:
            raise SystemExit(f"{folder}: no clip in it; expected CLIP/frames.npy, timestamps.npy and ppg.npy")

    def batch(self, seed, count, frames, size, device="cpu"):
        """Clips as video.batch gives them."""
        random = np.random.default_rng(seed)
        windows = [self._window(random, frames) for _ in range(count)]
        pictures, intervals, pulse = (torch.stack(part).to(device) for part in zip(*windows))
        pictures = F.interpolate(pictures.flatten(0, 1).permute(0, 3, 1, 2), size=(size, size), mode="area")
        pictures = pictures.permute(0, 2, 3, 1).reshape(count, frames, size, size, 3)
        return Clips(pictures.contiguous(), intervals.cumsum(1), intervals, pulse)

    def _window(self, random, frames):
        folder = self._folders[random.integers(len(self._folders))]
        pictures, times, pulse = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("frames", "timestamps", "ppg"))
        if pictures.ndim != 4 or pictures.shape[1:] != (FULL_SIZE, FULL_SIZE, 3) or pictures.dtype != np.uint8:
            raise SystemExit(f"{folder}: frames.npy is {pictures.dtype}{pictures.shape}, expected uint8 [n, 36, 36, 3]")
        if not len(pictures) == len(times) == len(pulse) or len(pictures) < frames:
            raise SystemExit(
                f"{folder}: {len(pictures)} frames, {len(times)} times, {len(pulse)} samples; "
                f"expected as many of each, and at least {frames}"
            )
        start = random.integers(len(pictures) - frames + 1)
        part = slice(start, start + frames)
        return (
            torch.tensor(np.array(pictures[part])).float() / 255,
            torch.tensor(_intervals(times[part])),
            standardised(torch.tensor(np.array(pulse[part], dtype=np.float32))),
        )


def load(folder):
    """Frames [1, T, 36, 36, 3] in 0..1 and intervals [1, T] of a clip, as the engine gives them to the model."""
    frames = torch.tensor(np.load(Path(folder) / "frames.npy")).float()[None] / 255
    return frames, torch.tensor(_intervals(np.load(Path(folder) / "timestamps.npy")))[None]


def save(folder, clips, index, about):
    """Writes one clip of a batch, and its conditions."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "frames.npy", (clips.frames[index] * 255).round().to(torch.uint8).numpy())
    np.save(folder / "timestamps.npy", (clips.times[index].double() * 1e6).round().long().numpy())
    np.save(folder / "ppg.npy", clips.pulse[index].numpy())
    lines = [f"{key}={value}\n" for key, value in about.items()]
    (folder / "conditions.properties").write_text("".join(lines), "utf-8")


def _intervals(times):
    seconds = np.diff(np.asarray(times)) / 1e6
    return np.concatenate([[1 / 30], seconds]).clip(0.001, LONGEST_INTERVAL_S).astype(np.float32)
