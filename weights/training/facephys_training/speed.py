"""How fast PyTorch runs the topology: a peer for ./facephys bench."""

import statistics
import time

import torch

from . import weights_file
from .model import NOMINAL_RATE_HZ, FacePhys

PIXELS = 36
LENGTHS = (1, 30)  # frames a call
PEAK_ROWS = 1024


@torch.inference_mode()
def measure(weights, rounds, seconds):
    """Prints frames/s of PyTorch, eager and compiled, on one thread: the median of rounds in which all take their turn.

    A call starts from the initial state: the state between calls, which costs a little more, is not carried.
    """
    torch.set_num_threads(1)
    model = FacePhys().eval()
    weights_file.read(model, weights)
    peers = {}
    for frames in LENGTHS:
        clip = torch.rand(1, frames, PIXELS, PIXELS, 3)
        dt = torch.full((1, frames), 1 / NOMINAL_RATE_HZ)
        peers[f"eager, T = {frames}"] = model, clip, dt
        peers[f"torch.compile, T = {frames}"] = torch.compile(model, dynamic=False), clip, dt
    for name, peer in peers.items():
        print(f"warming up: {name}", flush=True)
        _frames_per_second(*peer, seconds)
    speeds = {name: [] for name in peers}
    for _ in range(rounds):
        for name, peer in peers.items():
            speeds[name].append(_frames_per_second(*peer, seconds))
    print(f"PyTorch {torch.__version__}, one thread, frames/s")
    for name, measured in speeds.items():
        print(f"{name:24}{statistics.median(measured):8.1f}")
    print(f"the core's peak: {_peak(rounds):.1f} G multiply-adds/s in a product of {PEAK_ROWS} x {PEAK_ROWS} matrices")


def _frames_per_second(model, clip, dt, seconds):
    model(clip, dt)
    start = time.perf_counter()
    frames = 0
    while time.perf_counter() < start + seconds:
        model(clip, dt)
        frames += clip.shape[1]
    return frames / (time.perf_counter() - start)


def _peak(rounds):
    a, b = torch.rand(2, PEAK_ROWS, PEAK_ROWS)
    best = 0.0
    for _ in range(rounds):
        start = time.perf_counter()
        a @ b
        best = max(best, PEAK_ROWS**3 / 1e9 / (time.perf_counter() - start))
    return best
