"""Heads in three dimensions: a surface with a face's relief, and what is painted on it.

Everything is a map over the directions from the head's centre, in an equal-area projection around the face:
[B, channels, CELLS, CELLS]. x points to the right of the picture, y down, z to the camera.
"""

import math

import torch
from torch.nn import functional as F

CELLS = 128


def project(x, y, z):
    """Distance from the centre and the place on the maps of points, for grid_sample."""
    distance = (x * x + y * y + z * z).sqrt()
    scale = torch.rsqrt((2 * distance * (distance + z)).clamp(min=1e-6))
    return distance, torch.stack([x * scale, y * scale], -1)


def look_up(maps, places):
    """Values [B, channels, ...] of the maps at places [B, ..., 2]."""
    shape = places.shape[1:-1]
    found = F.grid_sample(maps, places.flatten(1, -3), mode="bilinear", padding_mode="border", align_corners=True)
    return found.reshape(*found.shape[:2], *shape)


class Head:
    """Shape and paint of B heads."""

    CHANNELS = (3, 3, 1, 1, 1, 1, 1)  # albedo, normal, blood, delay in seconds, gloss, mouth, lids

    def __init__(self, draws):
        self._draws = draws
        line = torch.linspace(-1, 1, CELLS, device=draws.device)
        v, u = torch.meshgrid(line, line, indexing="ij")
        square = (u * u + v * v).clamp(max=1)
        spread = 2 * (1 - square).sqrt()
        self._towards = torch.stack([u * spread, v * spread, 1 - 2 * square])
        self._latitude = torch.rad2deg(torch.asin(self._towards[1].clamp(-1, 1)))[None]
        self._longitude = torch.rad2deg(torch.atan2(self._towards[0], self._towards[2]))[None]
        self._across = self._longitude.abs() * self._latitude.deg2rad().cos()
        self.axes = torch.cat([draws.uniform(0.68, 0.82, 1), draws.uniform(0.95, 1.1, 1), draws.uniform(0.8, 0.98, 1)], 1)
        self._cover()
        self.relief = self._relief()[:, None].clamp(0.6, 1.6)
        self.furthest = self.relief.amax((2, 3))[..., None]
        self.maps = torch.cat([self._albedo(), self._normals(), *self._skin_maps()], 1)

    def gap(self, points):
        """How far points, three tensors [B, ...], are outside the head, in its half axes, and their places on the maps."""
        distance, places = project(*points)
        return distance - look_up(self.relief, places)[:, 0], places

    def _near(self, value, spread=0.2):
        return value * self._draws.uniform(1 - spread, 1 + spread, 1, 1)

    def _spot(self, across, latitude, width, height):
        """A bump on both sides of the face, or in its middle where across is 0."""
        aside = (self._across - self._near(across, 0.1)) / self._near(width)
        above = (self._latitude - self._near(latitude, 0.1)) / self._near(height)
        return torch.exp(-0.5 * (aside**2 + above**2))

    def _within(self, value, edge, softness=2.0):
        """1 where the value is below the edge."""
        return torch.sigmoid((edge - value) / softness)

    def _cover(self):
        """Where hair, a cap, a beard, glasses, eyes, brows and lips are."""
        draws = self._draws
        one = lambda low, high: draws.uniform(low, high, 1, 1)
        some = lambda share: draws.chance(share, 1, 1)
        side = torch.sigmoid((self._across - one(40, 60)) / 5)
        back = torch.sigmoid((self._longitude.abs() - one(98, 112)) / 4)
        line = one(-48, -25) * (1 - side) + one(-20, 65) * side
        line = line * (1 - back) + one(30, 70) * back
        self.hair = self._within(self._latitude, line) * some(0.85)
        self.cap = self._within(self._latitude, one(-36, -20), 1.0) * some(0.3)
        self._brim = (some(0.6) * one(0.1, 0.4)) * (self.cap.amax((1, 2), keepdim=True) > 0.5)
        self._brim_edge = (self.cap > 0.5).float() * self._latitude
        beard = self._within(-self._latitude, -one(22, 34), 3.0) * self._within(self._across, one(50, 75), 4.0)
        self.beard = beard * some(0.35) * one(0.2, 0.95)
        self.eyes = 0.9 * self._spot(21, 0, 5.0, 2.6)
        self.brows = self._spot(20, -11, 9, 2.2) * one(0.2, 0.9)
        self.lips = self._spot(0, 33, 10, 3.2)
        aside, above = (self._across - self._near(22, 0.05)) / one(13, 17), (self._latitude - 2) / one(9, 13)
        ring = torch.exp(-(((aside**2 + above**2).sqrt() - 1) ** 2) / 0.02)
        arm = torch.exp(-((self._latitude / 2.5) ** 2)) * (self._across > 34) * (self._longitude.abs() < 95)
        self.glasses = torch.maximum(ring, arm) * some(0.3) * one(0.5, 1)

    def _relief(self):
        draws = self._draws
        high = lambda value: self._near(value, 0.35)
        relief = 1 + high(0.22) * self._spot(0, 19, 5.5, 6) + high(0.11) * self._spot(0, 5, 4.5, 9)
        relief = relief - high(0.07) * self._spot(21, 0, 9, 6) + high(0.04) * self._spot(18, -12, 14, 5)
        relief = relief + high(0.05) * self._spot(37, 18, 13, 11) - high(0.05) * self._spot(24, 34, 9, 9)
        relief = relief + high(0.04) * self._spot(0, 32, 12, 5) - high(0.04) * self._spot(0, 41, 14, 3)
        relief = relief - high(0.10) * self._spot(56, 46, 18, 16)
        relief = relief + high(0.07) * self._spot(0, 52, 14, 8) - high(0.05) * self._spot(62, -8, 12, 12)
        ear = torch.exp(-0.5 * (((self._longitude.abs() - 94) / 5) ** 2 + ((self._latitude - 6) / 11) ** 2))
        relief = relief + high(0.14) * ear
        relief = relief + self.hair * draws.uniform(0.02, 0.12, 1, 1) + self.cap * draws.uniform(0.03, 0.10, 1, 1)
        lowest = self._brim_edge.clone()
        lowest[lowest == 0] = -90
        edge = lowest.amax((1, 2), keepdim=True)
        brim = torch.exp(-0.5 * ((self._latitude - edge + 2) / 2.5) ** 2) * self._within(self._longitude.abs(), 55, 4)
        relief = relief + self._brim * brim + 0.02 * self.beard + 0.025 * self.glasses
        return relief + 0.006 * draws.blobs(CELLS, 16)

    def _albedo(self):
        draws = self._draws
        dark = draws.uniform(0, 1, 1, 1, 1)
        light_skin = torch.tensor([0.78, 0.56, 0.46], device=draws.device)[:, None, None]
        dark_skin = torch.tensor([0.14, 0.085, 0.06], device=draws.device)[:, None, None]
        skin = light_skin ** (1 - dark) * dark_skin**dark * torch.exp(0.08 * draws.normal(3, 1, 1))
        self.skin, self.darkness = skin[:, :, 0, 0], dark[:, :, 0, 0]
        redder = torch.tensor([0.02, -0.08, -0.05], device=draws.device)[:, None, None]
        flushed = self._spot(34, 20, 14, 10) + self._spot(0, 19, 8, 8) + 1.2 * draws.blobs(CELLS, 10)
        albedo = skin * torch.exp(redder * flushed[:, None] + 0.05 * draws.blobs(CELLS, 24, 1))
        colour = lambda low, high, tint: draws.log_uniform(low, high, 1, 1, 1) * torch.exp(tint * draws.normal(3, 1, 1))
        hair = colour(0.015, 0.4, 0.25) * torch.exp(0.35 * draws.blobs(CELLS, 40, 1))
        lips = skin * torch.tensor([0.9, 0.6, 0.62], device=draws.device)[:, None, None]
        iris = self._spot(21, 0, 1.8, 2.2)
        albedo = _over(albedo, lips, 0.8 * self.lips)
        albedo = _over(albedo, 0.55 + 0 * albedo, self.eyes)
        albedo = _over(albedo, 0.05 + 0 * albedo, iris)
        albedo = _over(albedo, hair, 0.8 * self.brows)
        albedo = _over(albedo, hair, self.beard * (1 - self.lips))
        albedo = _over(albedo, hair, self.hair)
        albedo = _over(albedo, colour(0.02, 0.7, 0.5) * torch.exp(0.15 * draws.blobs(CELLS, 9, 1)), self.cap)
        return _over(albedo, colour(0.01, 0.3, 0.3), self.glasses).clamp(0.005, 0.95) * self._openness()

    def _openness(self):
        """Less light reaches what lies deep."""
        around = F.avg_pool2d(self.relief, 13, 1, 6, count_include_pad=False)
        return torch.exp(-5 * (around - self.relief).clamp(min=0))

    def _normals(self):
        surface = self.relief * self._towards * self.axes[:, :, None, None]
        right = torch.gradient(surface, dim=3)[0]
        down = torch.gradient(surface, dim=2)[0]
        normal = torch.cross(right, down, dim=1)
        normal = F.avg_pool2d(normal, 3, 1, 1)
        return F.normalize(normal, dim=1, eps=1e-12)

    def _skin_maps(self):
        draws = self._draws
        bare = (1 - self.hair) * (1 - self.cap) * (1 - 0.8 * self.beard) * (1 - self.eyes) * (1 - self.glasses)
        bare = bare * (1 - 0.6 * self.brows) * (1 - 0.3 * self.lips)
        uneven = torch.exp(0.45 * draws.blobs(CELLS, 7) + 0.2 * (self._spot(0, -25, 25, 12) + self._spot(34, 20, 14, 12)))
        delay = 0.02 * draws.blobs(CELLS, 4) + draws.uniform(-0.02, 0.02, 1, 1) * self._latitude / 45
        oily = self._spot(0, 12, 9, 22) + self._spot(0, -25, 25, 10) + 0.4
        gloss = draws.uniform(0, 1, 1, 1) * oily * bare + 0.5 * self.eyes + 0.5 * self.glasses
        return [part[:, None].expand(-1, 1, CELLS, CELLS) for part in (bare * uneven, delay, gloss, self.lips, self.eyes)]


def _over(below, above, share):
    return below + (above - below) * share[:, None]
