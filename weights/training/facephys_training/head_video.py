"""Painted video of heads in three dimensions that turn in the light.

A second painter beside video.py; the two share the pulses, the capture times and the random numbers, and nothing of the
faces, the light, the motion and the camera. Lengths are in units of a head's half height, angles in radians.
"""

import math

import torch
from torch.nn import functional as F

from . import head_camera
from .draws import Draws
from .head_motion import boxes, poses
from .head_shape import Head, look_up
from .pulse import Pulse, frame_times, standardised
from .video import Clips

FINE = 2  # points for each pixel, along each side
COARSE_STEPS, FINE_STEPS = 7, 5  # along a ray until the surface is met
CLOSE = 0.03  # a point that is not further from the surface is on it
SHADOWS = (0.1, 0.3)  # distances towards the light at which a part of the head would cast its shadow
POINTS = 60_000  # that are painted at once, so that they stay in the processor's cache
BLOOD = (0.40, 1.0, 0.62)  # how much of the pulse R, G and B see, relative to green


def batch(seed, count, frames, size, difficulty, device="cpu"):
    """A batch for training or for a check, as video.batch gives it; a fifth of the clips has no pulse."""
    return paint(Draws(seed, count, device), frames, size, difficulty)


def paint(draws, frames, size, difficulty, beating=None):
    """Paints clips; beating is 1 or 0 for each clip, whether it has a pulse."""
    hard = difficulty * draws.uniform(0.1, 1, 1)
    usual = draws.chance(0.5)
    fps = usual * 30 + (1 - usual) * draws.log_uniform(15, 60)
    jitter = draws.chance(0.4) * draws.uniform(0, 0.15) * hard[:, 0]
    times, intervals = frame_times(draws, frames, fps, jitter, draws.chance(0.2) * draws.uniform(0, 0.04) * hard[:, 0])
    irregular = draws.chance(0.7) * draws.uniform(0.01, 0.06) + draws.chance(0.1) * draws.uniform(0.05, 0.15)
    pulse = Pulse(draws, draws.log_uniform(40, 180) / 60, irregular, float(times.max()))
    other = Pulse(draws, draws.log_uniform(40, 180) / 60, irregular, float(times.max()))
    beating = (1 - draws.chance(0.2)) if beating is None else beating
    scene = _Scene(draws, times, hard, pulse, beating)
    lights = _Lights(draws, times, hard, standardised(other.at(times)))
    pictures = _painted(scene, lights, size)
    pictures = head_camera.record(draws, pictures, intervals, hard)
    truth = standardised(pulse.at(times)) * beating[:, None]
    return Clips(pictures.permute(0, 1, 3, 4, 2).contiguous(), times, intervals, truth)


class _Scene:
    """Who is there, how they move, and what is behind them."""

    def __init__(self, draws, times, hard, pulse, beating):
        self.head = Head(draws)
        self.pose = poses(draws, times, hard)
        self.box = boxes(draws, times, self.pose, hard)
        self.rotation = _rotation(self.pose)
        self.pivot = torch.cat([0 * hard, draws.uniform(0.5, 0.9, 1), -draws.uniform(0.1, 0.4, 1)], 1)
        self.speech = draws.chance(0.3, 1) * draws.wander(times, 2, 6).clamp(0, 1.5)
        self.blink = draws.bursts(times, draws.uniform(2, 6), 0.08)
        now, soon = pulse.at(times), pulse.at(times + 0.02)
        deviation = now.std(1, keepdim=True).clamp(min=1e-6)
        strength = draws.log_uniform(0.0035, 0.014, 1) * (1.6 - 0.9 * hard) * (1 - 0.45 * self.head.darkness)
        self.wave = (now - now.mean(1, keepdim=True)) / deviation
        self.slope = (soon - now) / 0.02 / deviation
        share = torch.tensor(BLOOD, device=draws.device) * (1 + 0.15 * draws.normal(3)).clamp(0.6, 1.5)
        self.share = (beating[:, None] * share * strength)[:, None, :, None]  # [B, 1, 3, 1]
        self._behind(draws, hard)

    def _behind(self, draws, hard):
        self.neck = draws.uniform(0.36, 0.52, 1)
        self.shoulders = draws.uniform(1.05, 1.5, 1)
        self.collar = draws.uniform(0.9, 1.2, 1)
        cloth = draws.log_uniform(0.02, 0.8, 1, 1, 1) * torch.exp(0.4 * draws.normal(3, 1, 1))
        self.cloth = (cloth * torch.exp(0.3 * draws.blobs(32, 9, 1))).clamp(0.01, 0.95)
        wall = draws.log_uniform(0.03, 0.9, 1, 1, 1) * torch.exp(0.3 * draws.normal(3, 1, 1))
        things = torch.round(1.5 * draws.blobs(64, 9, 1)) * draws.uniform(0, 0.5, 1, 1, 1)
        self.wall = (wall * torch.exp(things + 0.15 * draws.blobs(64, 20, 3))).clamp(0.01, 0.95)


class _Lights:
    """Two lights from directions and light from everywhere, each with its colour and its changes; they do not turn."""

    def __init__(self, draws, times, hard, beat):
        azimuth = torch.deg2rad(draws.uniform(-115, 115, 2))
        height = torch.deg2rad(draws.uniform(-15, 70, 2))
        across = torch.cos(height)
        self.towards = torch.stack([torch.sin(azimuth) * across, -torch.sin(height), torch.cos(azimuth) * across], 2)
        self.soft = draws.uniform(0.0, 0.4, 2)
        key = draws.uniform(0.1, 0.9, 1) * (0.3 + 0.7 * hard)
        fill = draws.uniform(0, 0.4, 1) * key
        power = torch.cat([key, fill, (1 - key)], 1)[:, None, :, None]
        colour = torch.exp(0.10 * draws.normal(1, 3, 3) + 0.08 * draws.normal(1, 1, 3))
        self.levels = power * colour * torch.exp(self._changes(draws, times, hard, beat))  # [B, T, lights, 3]
        self.sharpness = draws.log_uniform(4, 40, 1)
        self.gloss = draws.chance(0.8, 1) * draws.uniform(0, 0.35, 1)

    def _changes(self, draws, times, hard, beat):
        by = lambda value: value[:, None, None, None]
        some = lambda share: draws.chance(share, 1, 1, 1)
        both = torch.cat([draws.uniform(0, 1, 1, 2, 1), torch.ones_like(by(hard[:, 0]))], 2)  # how much each light changes
        whole = torch.ones_like(both)
        which = torch.where(draws.chance(0.5, 1, 1, 1) > 0, whole, both)
        tint = 1 + 0.3 * some(0.4) * draws.normal(1, 3, 3)
        drift = some(0.5) * 0.2 * draws.wander(times, 0.03, 0.5, 1, 1)
        flicker = some(0.3) * draws.log_uniform(0.002, 0.03, 1, 1, 1) * draws.wander(times, 0.5, 14, 1, 1, terms=1)
        in_band = some(0.3) * draws.log_uniform(0.002, 0.03, 1, 1, 1) * draws.wander(times, 0.6, 4, 1, 1, terms=2)
        steps = some(0.15) * 0.25 * torch.tanh(8 * draws.wander(times, 0.05, 0.6, 1, 1))
        beating = some(0.15) * draws.log_uniform(0.002, 0.012, 1, 1, 1) * beat[..., None, None]
        return hard[:, :, None, None] * which * tint * (drift + flicker + in_band + steps) + which * tint * beating


def _rotation(pose):
    """Matrices [B, T, 3, 3] from the head's coordinates to the camera's."""
    zero, one = torch.zeros_like(pose.yaw), torch.ones_like(pose.yaw)
    matrix = lambda rows: torch.stack([torch.stack(row, -1) for row in rows], -2)
    cos, sin = torch.cos(pose.yaw), torch.sin(pose.yaw)
    yaw = matrix([[cos, zero, sin], [zero, one, zero], [-sin, zero, cos]])
    cos, sin = torch.cos(pose.pitch), torch.sin(pose.pitch)
    pitch = matrix([[one, zero, zero], [zero, cos, sin], [zero, -sin, cos]])
    cos, sin = torch.cos(pose.roll), torch.sin(pose.roll)
    roll = matrix([[cos, -sin, zero], [sin, cos, zero], [zero, zero, one]])
    return roll @ yaw @ pitch


def _painted(scene, lights, size):
    """Linear light of each pixel: [B, T, 3, N, N]."""
    batch, frames = scene.wave.shape
    fine = size * FINE
    at_once = max(1, POINTS // (batch * fine * fine))
    parts = []
    for start in range(0, frames, at_once):
        part = slice(start, min(frames, start + at_once))
        points = _Points(scene, lights, part, size)
        colours = points.coloured(scene, lights, part)
        pictures = colours.reshape(-1, 3, fine, fine)
        parts.append(F.avg_pool2d(pictures, FINE).reshape(batch, -1, 3, size, size))
    return torch.cat(parts, 1)


class _Rays:
    """Rays to the camera from places x, y [B, K, P], in the heads' half axes: start + z * direction."""

    def __init__(self, scene, part, x, y):
        self._head, pose, turn = scene.head, scene.pose, scene.rotation[:, part]
        frame = lambda value: value[:, part, None]
        # The head turns about its neck: where its centre is then.
        moved = scene.pivot[:, None] - (turn @ scene.pivot[:, None, :, None])[..., 0]
        x = (x - frame(pose.x)) / frame(pose.size) - moved[..., 0, None]
        y = (y - frame(pose.y)) / frame(pose.size) - moved[..., 1, None]
        right, down, direction = (turn / self._head.axes[:, None, None, :]).unbind(2)
        self._start = [x * right[..., i, None] + y * down[..., i, None] for i in range(3)]
        self._direction = [direction[..., i, None] for i in range(3)]
        self._length = sum(part**2 for part in self._direction).sqrt()
        self._middle = -sum(a * b for a, b in zip(self._start, self._direction)) / self._length**2

    def first(self):
        """Where the rays enter the ball around the head, or are nearest to it."""
        nearest = sum(part**2 for part in self.points(self._middle))
        return self._middle + (self._head.furthest**2 - nearest).clamp(min=0).sqrt() / self._length

    def walk(self, z, steps):
        """Walks from z until the head is met; gives z, the smallest distance on the way, and the place on the maps."""
        closest = torch.full_like(z, 9.0)
        for step in range(steps):
            gap, places = self._head.gap(self.points(z))
            closest = torch.minimum(closest, gap)
            if step < steps - 1:
                z = torch.maximum(z - gap / self._length, self._middle - 0.4)
        return z, closest, places

    def points(self, z):
        return [torch.addcmul(start, z, direction) for start, direction in zip(self._start, self._direction)]


class _Points:
    """What the camera sees at each point of some frames; all [B, K, P]."""

    def __init__(self, scene, lights, part, size):
        self.frame = lambda value: value[:, part, None]
        self._meet(scene, lights, part, size)

    def _meet(self, scene, lights, part, size):
        """Walks to the heads, first for each pixel, then for each point from where its pixel and the next ones met it."""
        rays = _Rays(scene, part, *self._places(scene.box, size))
        z, _, _ = rays.walk(rays.first(), COARSE_STEPS)
        z = F.max_pool2d(z.reshape(-1, 1, size, size), 3, 1, 1)
        z = F.interpolate(z, scale_factor=FINE, mode="nearest").reshape(*self.frame(scene.wave).shape[:2], -1)
        self.x, self.y = self._places(scene.box, size * FINE)
        rays = _Rays(scene, part, self.x, self.y)
        z, closest, self.places = rays.walk(z, FINE_STEPS)
        self.edge = self.frame(scene.box.width) / size / FINE
        self.inside = (1 - (closest - CLOSE) / self.edge).clamp(0, 1)
        self.lit = self._in_light(scene, lights, part, rays.points(z))

    def _places(self, box, count):
        """Where count x count points of the box are."""
        line = (torch.arange(count, device=box.x.device) + 0.5) / count * 2 - 1
        down, right = torch.meshgrid(line, line, indexing="ij")
        x = self.frame(box.x) + self.frame(box.width) * right.flatten()
        return x, self.frame(box.y) + self.frame(box.height) * down.flatten()

    def _in_light(self, scene, lights, part, met):
        """1 where no part of the head stands before the first light."""
        to_light = scene.rotation[:, part].transpose(2, 3) @ lights.towards[:, None, 0, :, None]
        to_light = to_light[..., 0] / scene.head.axes[:, None]
        lit = torch.ones_like(met[0])
        for away in SHADOWS:
            gap, _ = scene.head.gap([met[i] + away * to_light[..., i, None] for i in range(3)])
            lit = lit * (0.5 + 2 * gap / away).clamp(0, 1)
        return lit

    def coloured(self, scene, lights, part):
        """Colours [B, K, 3, P]."""
        found = look_up(scene.head.maps, self.places).transpose(1, 2)  # [B, K, channels, P]
        albedo, normal, blood, delay, gloss, mouth, lids = found.split(Head.CHANNELS, 2)
        frame = lambda value: value[:, part, None, None]
        albedo = albedo * (1 - 0.6 * mouth * frame(scene.speech))
        skin = scene.head.skin[:, None, :, None]
        albedo = albedo + lids * frame(scene.blink) * (skin - albedo)
        wave = scene.share * (frame(scene.wave) - delay * frame(scene.slope))
        normal = scene.rotation[:, part] @ normal
        normal = normal * torch.rsqrt((normal * normal).sum(2, keepdim=True).clamp(min=1e-12))
        lit, shine = self._lit(lights, normal, part)
        face = albedo * (1 - blood * wave) * lit + gloss * lights.gloss[:, None, None] * shine
        inside = self.inside[:, :, None]
        return inside * face + (1 - inside) * self._behind(scene, lights, part, skin)

    def _lit(self, lights, normal, part):
        """Diffuse light and shine."""
        level = lights.levels[:, part]  # [B, K, lights, 3]
        lit = level[:, :, 2, :, None] * (0.75 - 0.25 * normal[:, :, 1:2])
        shine = 0
        for i in range(2):
            towards = lights.towards[:, i]
            soft = lights.soft[:, i, None, None, None]
            facing = (normal * towards[:, None, :, None]).sum(2, keepdim=True)
            half = F.normalize(towards + torch.tensor([0.0, 0.0, 1.0], device=towards.device), dim=1)
            mirrored = (normal * half[:, None, :, None]).sum(2, keepdim=True).clamp(min=1e-3)
            colour = level[:, :, i, :, None]
            if i == 0:
                colour = colour * self.lit[:, :, None]
            lit = lit + colour * ((facing + soft) / (1 + soft)).clamp(min=0)
            shine = shine + colour * mirrored ** lights.sharpness[:, :, None, None]
        return lit, shine

    def _behind(self, scene, lights, part, skin):
        """Neck, clothes and wall, which do not turn."""
        pose = scene.pose
        x = self.x - 0.7 * self.frame(pose.x)
        y = self.y - 0.7 * self.frame(pose.y)
        level = lights.levels[:, part].sum(2)[..., None]
        wall = look_up(scene.wall, torch.stack([self.x, self.y], -1) / 2.5).transpose(1, 2) * level
        cloth = look_up(scene.cloth, torch.stack([x, y], -1) / 2.5).transpose(1, 2) * level
        side = x / scene.neck[..., None]
        round_ = (1 - side**2).clamp(min=0).sqrt()
        shaded = 0.3 + 0.5 * round_ + 0.3 * lights.towards[:, 0, :1, None] * side
        wave = scene.share * 0.5 * self.frame(scene.wave)[:, :, None]
        neck = skin * (1 - wave) * shaded[:, :, None] * level
        soft = lambda value: torch.sigmoid(value / self.edge)[:, :, None]
        low = scene.shoulders[..., None] + 0.35 * (x.abs() - scene.neck[..., None]).clamp(min=0)
        picture = wall + soft(scene.neck[..., None] - x.abs()) * soft(y - 0.2) * (neck - wall)
        collar = torch.minimum(low, scene.collar[..., None] + 0.6 * x.abs())
        return picture + soft(y - collar) * (cloth - picture)
