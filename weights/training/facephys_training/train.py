"""Training on painted video, from random initial values or from weights; a run can be stopped and resumed."""

import dataclasses
import json
import math
import os
import statistics
import time

import torch
from torch import nn

from . import head_video, video, weights_file
from .clips import Recorded
from .model import CHANNELS, FacePhys

WARM_UP_S = 1.5  # start of a clip that the loss leaves out
SIZES = (12, 18, 36)
CLIPS = {12: 8, 18: 5, 36: 2}  # a step, of 128 frames
EARLY = (0.70, 0.20, 0.10)  # shares of the sizes at the start of a run
LATE = (0.30, 0.30, 0.40)  # and at its end
FRAMES = (128, 128, 224)
EARLY_SHARE = 0.4  # of the loss at the start: probes that predict the pulse from each block's mean
HEADS_SHARE = 0.6  # of the painted clips that show heads in three dimensions
SLOPE_SHARE = 0.5  # of the likeness of slopes, which is what tells the time of a beat
SLOPE_S = 0.05  # slopes are those of lines through the samples within about this time
CHECK_EVERY = 150
SAVE_EVERY = 25


@dataclasses.dataclass
class Options:
    """Options of a run."""

    out: str = "pulse.weights.h5"
    seed: int = 1
    steps: int = 900
    rate: float = 2e-3
    init: str | None = None  # weights to start from; None: random values
    clips: str | None = None  # folder of a user's own
    clips_share: float = 0.5  # of the steps
    device: str = "cpu"
    threads: int = 1  # on a CPU; another number rounds differently

    def checkpoint(self):
        return f"{self.out}.checkpoint"


def train(options):
    """Trains, prints the progress, and writes the weights."""
    return _Run(options).to_the_end()


def resume(checkpoint, **changes):
    """Goes on with a run from its checkpoint, with its options and the changes to them."""
    saved = torch.load(checkpoint, weights_only=True)
    run = _Run(dataclasses.replace(Options(**saved.pop("options")), **changes))
    run.restore(saved)
    return run.to_the_end()


class _Run:
    """A run. Each step draws from a seed of its own, so that no state of random numbers needs to be kept."""

    def __init__(self, options):
        self.options = options
        torch.manual_seed(options.seed)
        torch.set_num_threads(options.threads)
        self.model = FacePhys().to(options.device)
        if options.init:
            weights_file.read(self.model, options.init)
        self.probes = nn.ModuleList([nn.Linear(CHANNELS, 1) for _ in self.model.blocks]).to(options.device)
        self.average = Average(self.model)
        self.optimisers = _optimisers(self.model, self.probes, options.rate)
        self.recorded = Recorded(options.clips) if options.clips else None
        self.step, self.norms, self.losses = 0, [], []

    def to_the_end(self):
        options, started = self.options, time.monotonic()
        while self.step < options.steps:
            self._step()
            self.step += 1
            if self.step % 25 == 0:
                seconds = time.monotonic() - started
                _say(step=self.step, loss=statistics.mean(self.losses[-25:]), norm=self._usual_norm(), seconds=seconds)
            if self.step % SAVE_EVERY == 0:
                self.save()
            if self.step % CHECK_EVERY == 0:
                _say(step=self.step, **check(self.average.model, options.device))
                weights_file.write(self.average.model, options.out)
        self.save()
        weights_file.write(self.average.model, options.out)
        return self.average.model

    def _step(self):
        options = self.options
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = options.rate * _schedule(self.step, options.steps)
        learnt = 1.0 if options.init else self.step / options.steps  # how far the easy part of a run is over
        clips = self._clips(learnt)
        means = self.model.block_means(clips.frames, clips.intervals)
        loss = objective(self.model.wave(means[-1], clips.intervals), clips)
        early = sum(unlikeness(probe(mean)[..., 0], clips) for probe, mean in zip(self.probes, means)) / len(means)
        for optimiser in self.optimisers:
            optimiser.zero_grad()
        (loss + EARLY_SHARE * max(0.0, 1 - 1.5 * learnt) * early).backward()
        norm = float(torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0))
        self.losses = [*self.losses[-24:], float(loss.detach())]
        if math.isfinite(norm) and norm < 8 * self._usual_norm():
            for optimiser in self.optimisers:
                optimiser.step()
            self.average.add(self.model, self.step)
            self.norms = [*self.norms[-99:], norm]

    def _clips(self, learnt):
        """The clips of a step."""
        options = self.options
        seed = options.seed * 10_000_019 + self.step
        choice = torch.Generator().manual_seed(seed)
        size, frames = _pick(choice, learnt)
        count = max(2, round(CLIPS[size] * FRAMES[0] / frames))
        if self.recorded and torch.rand(1, generator=choice) < options.clips_share:
            return self.recorded.batch(seed, count, frames, size, options.device)
        painter = head_video if torch.rand(1, generator=choice) < HEADS_SHARE else video
        return painter.batch(seed, count, frames, size, min(1.0, 0.25 + 1.25 * learnt), options.device)

    def _usual_norm(self):
        return statistics.median(self.norms) if len(self.norms) >= 20 else math.inf

    def save(self):
        """Writes the checkpoint, whole or not at all."""
        saved = {name: part.state_dict() for name, part in self._parts()}
        saved |= {"options": dataclasses.asdict(self.options), "step": self.step, "norms": self.norms, "losses": self.losses}
        path = self.options.checkpoint()
        torch.save(saved, path + ".new")
        os.replace(path + ".new", path)

    def restore(self, saved):
        for name, part in self._parts():
            part.load_state_dict(saved[name])
        self.step, self.norms, self.losses = saved["step"], saved["norms"], saved["losses"]

    def _parts(self):
        optimisers = [(f"optimiser {i}", optimiser) for i, optimiser in enumerate(self.optimisers)]
        return [("model", self.model), ("probes", self.probes), ("average", self.average.model), *optimisers]


def objective(wave, clips):
    """What a wave costs.

    Where there is a pulse, 1 - Pearson's r, a share of the same for the slopes, and half the squared error; where there is
    none, twice the wave's power.
    """
    judged = _judged(clips)
    beats = (clips.pulse.abs().amax(1) > 0).float()
    error = _mean((wave - clips.pulse).square(), judged)
    unlike = 1 - correlation(wave, clips.pulse, judged)
    late = 1 - correlation(*(slopes(value, clips.times) for value in (wave, clips.pulse)), judged)
    return (beats * (unlike + SLOPE_SHARE * late + 0.5 * error) + 2 * (1 - beats) * error).mean()


def unlikeness(wave, clips):
    """1 - Pearson's r where there is a pulse."""
    return 1 - correlation(wave, clips.pulse, _judged(clips))[clips.pulse.abs().amax(1) > 0].sum() / len(wave)


def correlation(wave, pulse, judged):
    """Pearson's r of each clip; a wave's deviation counts as at least a tenth of the pulse's, which is 1."""
    wave = (wave - _mean(wave, judged)[:, None]) * judged
    pulse = (pulse - _mean(pulse, judged)[:, None]) * judged
    of_pulse = pulse.square().sum(1)
    powers = torch.maximum(wave.square().sum(1), 0.01 * of_pulse) * of_pulse
    return (wave * pulse).sum(1) / powers.clamp(min=1e-6).sqrt()


def slopes(wave, times):
    """Change in a second [B, T] of the line that fits the samples [B, T] around each time best."""
    after = times[:, None, :] - times[:, :, None]
    near = torch.exp(-0.5 * (after / SLOPE_S) ** 2)
    middle = (near * after).sum(2, keepdim=True) / near.sum(2, keepdim=True)
    weights = near * (after - middle)
    return (weights @ wave[..., None])[..., 0] / (weights * after).sum(2).clamp(min=1e-12)


def _judged(clips):
    return (clips.times - clips.times[:, :1] > WARM_UP_S).float()


def _mean(value, judged):
    return (value * judged).sum(1) / judged.sum(1).clamp(min=1)


@torch.no_grad()
def check(model, device):
    """Measures on clips that the model is not trained on, of both painters."""
    measured = {}
    for name, painter in (("flat", video), ("heads", head_video)):
        clips = painter.batch(987_654_321, 12, 300, 36, 0.8, device)
        wave = torch.cat([model(clips.frames[i : i + 4], clips.intervals[i : i + 4]) for i in range(0, 12, 4)])
        judged = (clips.times > 3).float()
        beats = clips.pulse.abs().amax(1) > 0
        likeness = correlation(wave, clips.pulse, judged)[beats]
        power = _mean(wave.square(), judged)
        measured[f"{name}_r_mean"] = float(likeness.mean())
        measured[f"{name}_r_median"] = float(likeness.median())
        measured[f"{name}_power_ratio"] = float(power[~beats].median() / power[beats].median())
    return measured


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
    return [
        torch.optim.Muon(matrices, lr=rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def _schedule(step, steps):
    warm = min(1.0, (step + 1) / 40)
    return warm * (1 - step / steps) / (1 + 4 * step / steps)


def _pick(choice, learnt):
    shares = torch.lerp(torch.tensor(EARLY), torch.tensor(LATE), learnt)
    size = SIZES[int(torch.multinomial(shares, 1, generator=choice))]
    return size, FRAMES[int(torch.randint(len(FRAMES), (1,), generator=choice))]


def _say(**values):
    print(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in values.items()}), flush=True)
