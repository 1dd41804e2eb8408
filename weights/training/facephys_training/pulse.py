"""Synthetic blood volume pulses with the rates, rhythms and shapes of people."""

import math

import torch


def frame_times(draws, frames, fps, jitter, drops):
    """Capture times [B, T] in seconds and the intervals before each frame; fps, jitter and drops are [B].

    jitter is the spread of a frame's delay as a share of the interval, drops the chance of a lost frame.
    """
    lost = (draws.uniform(0, 1, frames, 3) < drops[:, None, None]).float().cumprod(2).sum(2)
    early = (draws.normal(frames) * jitter[:, None]).clamp(-0.4, 0.4)
    late = torch.cat([torch.zeros_like(early[:, :1]), early[:, :-1]], 1)
    interval = ((1 + lost + early - late) / fps[:, None]).clamp(0.004, 0.25)
    return interval.cumsum(1), interval


class Pulse:
    """A pulse that can be sampled at any time of a clip."""

    def __init__(self, draws, rate_hz, irregular, duration_s):
        """rate_hz: [B]; irregular: [B], spread of the beats' lengths."""
        self._rate = rate_hz
        self._breath = draws.uniform(0.15, 0.4, 1)
        self._breath_phase = draws.uniform(0, 2 * math.pi, 1)
        self._sway = draws.uniform(0, 0.05, 1)
        self._drift = draws.uniform(-0.08, 0.08, 1) / max(duration_s, 10)
        self._swell = draws.uniform(0, 0.2, 1)
        beats = int(duration_s * float(rate_hz.max()) * 1.5) + 8
        length = (1 + irregular[:, None] * draws.normal(beats)).clamp(0.55, 1.6)
        self._starts = length.cumsum(1) - 2
        self._strength = (1 + 0.5 * irregular[:, None] * draws.normal(beats)).clamp(0.4, 1.6)
        # Fast hearts have rounder waves.
        round_off = (rate_hz[:, None] / 1.2).clamp(0.8, 2.2) ** 0.5
        self._peak = draws.uniform(0.14, 0.24, 1)
        self._rise = draws.uniform(0.06, 0.10, 1) * round_off
        self._fall = draws.uniform(0.10, 0.24, 1) * round_off
        self._second = draws.uniform(0.0, 0.55, 1) / round_off
        self._second_after = draws.uniform(0.22, 0.40, 1)
        self._second_width = draws.uniform(0.07, 0.13, 1) * round_off

    def at(self, time):
        """Samples at [B, T], not yet standardised."""
        angle = 2 * math.pi * self._breath * time + self._breath_phase
        regular = self._rate[:, None] * (
            time * (1 + self._drift * time) - self._sway * torch.cos(angle) / (2 * math.pi * self._breath)
        )
        beat = torch.searchsorted(self._starts, regular.contiguous()).clamp(1, self._starts.shape[1] - 1)
        start = self._starts.gather(1, beat - 1)
        phase = (regular - start) / (self._starts.gather(1, beat) - start)
        strength = torch.lerp(self._strength.gather(1, beat - 1), self._strength.gather(1, beat), phase)
        return (1 + self._swell * torch.sin(angle)) * strength * self._shape(phase)

    def _shape(self, phase):
        total = torch.zeros_like(phase)
        for turn in (-1, 0, 1):  # the beats before and after reach into this one
            at = phase - turn
            width = torch.where(at < self._peak, self._rise, self._fall)
            total = total + torch.exp(-0.5 * ((at - self._peak) / width) ** 2)
            after = at - self._peak - self._second_after
            total = total + self._second * torch.exp(-0.5 * (after / self._second_width) ** 2)
        return total


def standardised(wave):
    """Mean 0 and standard deviation 1 along the last axis."""
    wave = wave - wave.mean(-1, keepdim=True)
    return wave / wave.std(-1, keepdim=True).clamp(min=1e-6)
