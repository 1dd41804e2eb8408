"""Training from random initial values."""

import dataclasses
import json
import math
import statistics
import time

import torch
from torch import nn

from . import video, weights_file
from .clips import Recorded
from .model import CHANNELS, FacePhys

WARM_UP_S = 1.5  # start of a clip that the loss leaves out
SIZES = (12, 18, 36)
CLIPS = {12: 8, 18: 5, 36: 2}  # a step, of 128 frames
EARLY = (0.70, 0.20, 0.10)  # shares of the sizes at the start of a run
LATE = (0.30, 0.30, 0.40)  # and at its end
FRAMES = (128, 128, 224)
EARLY_SHARE = 0.4  # of the loss at the start: probes that predict the pulse from each block's mean
CHECK_EVERY = 150


@dataclasses.dataclass
class Options:
    """Options of a run."""

    out: str = "pulse.weights.h5"
    seed: int = 1
    steps: int = 900
    rate: float = 2e-3
    clips: str | None = None  # folder of a user's own
    clips_share: float = 0.5  # of the steps
    device: str = "cpu"
    threads: int = 1  # on a CPU; another number rounds differently


def train(options):
    """Trains, prints the progress, and writes the weights."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    model = FacePhys().to(options.device)
    probes = nn.ModuleList([nn.Linear(CHANNELS, 1) for _ in model.blocks]).to(options.device)
    average = Average(model)
    optimisers = _optimisers(model, probes, options.rate)
    recorded = Recorded(options.clips, options.seed) if options.clips else None
    choice = torch.Generator().manual_seed(options.seed)
    norms, losses, started = [], [], time.monotonic()
    for step in range(options.steps):
        progress = step / options.steps
        for optimiser in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = group["full_rate"] * _schedule(step, options.steps)
        size, frames = _pick(choice, progress)
        count = max(2, round(CLIPS[size] * FRAMES[0] / frames))
        if recorded and torch.rand(1, generator=choice) < options.clips_share:
            clips = recorded.batch(count, frames, size, options.device)
        else:
            difficulty = min(1.0, 0.25 + 1.25 * progress)
            clips = video.batch(options.seed * 10_000_019 + step, count, frames, size, difficulty, options.device)
        means = model.block_means(clips.frames, clips.intervals)
        loss = objective(model.wave(means[-1], clips.intervals), clips)
        early = sum(unlikeness(probe(mean)[..., 0], clips) for probe, mean in zip(probes, means)) / len(means)
        for optimiser in optimisers:
            optimiser.zero_grad()
        (loss + EARLY_SHARE * max(0.0, 1 - 1.5 * progress) * early).backward()
        norm = float(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0))
        usual = statistics.median(norms[-100:]) if len(norms) >= 20 else math.inf
        if math.isfinite(norm) and norm < 8 * usual:
            for optimiser in optimisers:
                optimiser.step()
            average.add(model, step)
            norms.append(norm)
            losses.append(float(loss.detach()))
        if (step + 1) % 25 == 0:
            _say(step=step + 1, loss=statistics.mean(losses[-25:]), norm=usual, seconds=time.monotonic() - started)
        if (step + 1) % CHECK_EVERY == 0:
            _say(step=step + 1, **check(average.model, options.device))
            weights_file.write(average.model, options.out)
    weights_file.write(average.model, options.out)
    return average.model


def objective(wave, clips):
    """1 - Pearson's r and half the squared error where there is a pulse; twice the wave's power where there is none."""
    judged = (clips.times - clips.times[:, :1] > WARM_UP_S).float()
    beats = (clips.pulse.abs().amax(1) > 0).float()
    error = _mean((wave - clips.pulse).square(), judged)
    likeness = correlation(wave, clips.pulse, judged)
    return (beats * (1 - likeness + 0.5 * error) + 2 * (1 - beats) * error).mean()


def unlikeness(wave, clips):
    """1 - Pearson's r where there is a pulse."""
    judged = (clips.times - clips.times[:, :1] > WARM_UP_S).float()
    return 1 - correlation(wave, clips.pulse, judged)[clips.pulse.abs().amax(1) > 0].sum() / len(wave)


def correlation(wave, pulse, judged):
    """Pearson's r of each clip; a wave's deviation counts as at least a tenth of the pulse's."""
    wave = (wave - _mean(wave, judged)[:, None]) * judged
    pulse = (pulse - _mean(pulse, judged)[:, None]) * judged
    powers = wave.square().sum(1).clamp(min=0.01 * judged.sum(1)) * pulse.square().sum(1)
    return (wave * pulse).sum(1) / powers.clamp(min=1e-6).sqrt()


def _mean(value, judged):
    return (value * judged).sum(1) / judged.sum(1).clamp(min=1)


@torch.no_grad()
def check(model, device):
    """Measures on clips that the model is not trained on."""
    clips = video.batch(987_654_321, 20, 300, 36, 0.8, device)
    wave = torch.cat([model(clips.frames[i : i + 4], clips.intervals[i : i + 4]) for i in range(0, 20, 4)])
    judged = (clips.times > 3).float()
    beats = clips.pulse.abs().amax(1) > 0
    likeness = correlation(wave, clips.pulse, judged)[beats]
    power = _mean(wave.square(), judged)
    return {
        "check_r_mean": float(likeness.mean()),
        "check_r_median": float(likeness.median()),
        "check_power_ratio": float(power[~beats].median() / power[beats].median()),
    }


class Average:
    """A running average of the weights, which is the result of a run."""

    def __init__(self, model):
        self.model = FacePhys().to(next(model.parameters()).device)
        self.model.load_state_dict(model.state_dict())

    @torch.no_grad()
    def add(self, model, step):
        kept = min(0.99, (step + 1) / (step + 10))
        for mean, value in zip(self.model.parameters(), model.parameters()):
            mean.lerp_(value, 1 - kept)


def _optimisers(model, probes, rate):
    ends = {id(model.output), id(model.blocks[0].projection)}
    matrices = [p for p in model.parameters() if p.ndim == 2 and min(p.shape) >= 8 and id(p) not in ends]
    taken = {id(p) for p in matrices}
    others = [p for p in [*model.parameters(), *probes.parameters()] if id(p) not in taken]
    optimisers = [
        torch.optim.Muon(matrices, lr=rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["full_rate"] = rate
    return optimisers


def _schedule(step, steps):
    warm = min(1.0, (step + 1) / 40)
    return warm * (1 - step / steps) / (1 + 4 * step / steps)


def _pick(choice, progress):
    shares = torch.lerp(torch.tensor(EARLY), torch.tensor(LATE), progress)
    size = SIZES[int(torch.multinomial(shares, 1, generator=choice))]
    return size, FRAMES[int(torch.randint(len(FRAMES), (1,), generator=choice))]


def _say(**values):
    print(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in values.items()}), flush=True)
