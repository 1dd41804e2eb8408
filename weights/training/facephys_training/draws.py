"""Random numbers with a seed of their own, shaped [B, ...] for a batch of B clips."""

import math

import torch
from torch.nn import functional as F


class Draws:
    """Draws for B clips; the same seed gives the same clips."""

    def __init__(self, seed, batch, device="cpu"):
        self.batch = batch
        self.device = device
        self._generator = torch.Generator(device).manual_seed(seed)

    def uniform(self, low, high, *shape):
        unit = torch.rand((self.batch, *shape), generator=self._generator, device=self.device)
        return low + (high - low) * unit

    def log_uniform(self, low, high, *shape):
        low, high = (torch.as_tensor(bound, device=self.device).log() for bound in (low, high))
        return torch.exp(self.uniform(low, high, *shape))

    def normal(self, *shape):
        return torch.randn((self.batch, *shape), generator=self._generator, device=self.device)

    def chance(self, share, *shape):
        """1 where it happens, else 0."""
        return (self.uniform(0, 1, *shape) < share).float()

    def wander(self, time, low_hz, high_hz, *shape, terms=5):
        """Band-limited noise of unit power at the times [B, T]: [B, T, *shape]."""
        frequency = self.log_uniform(low_hz, high_hz, 1, terms, *shape)
        phase = self.uniform(0, 2 * math.pi, 1, terms, *shape)
        weight = self.normal(1, terms, *shape) * math.sqrt(2 / terms)
        angle = 2 * math.pi * frequency * time.reshape(time.shape + (1,) * (1 + len(shape))) + phase
        return (weight * torch.sin(angle)).sum(2)

    def bursts(self, time, every_s, length_s):
        """Smooth bumps of height 1 at random times [B, T], about one in every_s seconds (a tensor [B])."""
        duration = float(time.max())
        count = max(1, round(3 * duration / float(every_s.min())))
        centre = self.uniform(0, 1, 1, count) * 3 * every_s[:, None, None] * count / 3
        return torch.exp(-(((time[..., None] - centre) / length_s) ** 2)).sum(2).clamp(max=1)

    def blobs(self, size, cells, *shape):
        """Smooth fields of about unit power: [B, *shape, size, size]; about cells x cells bumps."""
        coarse = self.normal(math.prod(shape), cells, cells)
        fine = F.interpolate(coarse, size=(size, size), mode="bicubic", align_corners=True)
        return 1.3 * fine.reshape(self.batch, *shape, size, size)
