"""Painted video of faces, with simulated light and cameras.

A pixel is light * (albedo * (1 - share of blood * pulse) + gloss). The face moves and is covered at times, and the
camera adds its errors. Lengths are shares of the frame's size, so that a scene can be painted at any size.
"""

import math
from dataclasses import dataclass

import torch
from torch.nn import functional as F

from .draws import Draws
from .pulse import Pulse, frame_times, standardised

MARGIN = 1.5  # size of the scene, relative to that of the frame
FULL_SIZE = 36
BLOOD = (0.33, 0.80, 0.50)  # how much of the pulse each of R, G and B sees
LIGHTEST = (0.90, 0.74, 0.64)
DARKEST = (0.16, 0.10, 0.075)


@dataclass
class Conditions:
    """The conditions of each clip; tensors [B]."""

    rate_bpm: torch.Tensor
    irregular: torch.Tensor
    strength: torch.Tensor  # of the pulse in green, as a share of the skin's brightness; 0: no pulse
    darkness: torch.Tensor  # of the skin, 0 to 1
    hair: torch.Tensor  # beard and glasses, 0 to 1
    motion: torch.Tensor  # 0 to 1
    talk: torch.Tensor  # 0 to 1
    occlusion: torch.Tensor  # 0 or 1
    drift: torch.Tensor  # of the light, 0 to 1
    flicker: torch.Tensor  # 0 to 1, of any frequency
    beat_flicker: torch.Tensor  # share of brightness, of light that beats like a heart
    colour: torch.Tensor  # of the light, 0 to 1
    exposure: torch.Tensor  # its steps, 0 to 1
    noise: torch.Tensor  # standard deviation, of 255, at full size
    denoise: torch.Tensor  # share of the frame before that is kept
    compression: torch.Tensor  # change below which a block is not sent, of 255
    fps: torch.Tensor
    jitter: torch.Tensor
    drops: torch.Tensor


def conditions(draws, difficulty):
    """Conditions for training; difficulty, from 0 to 1, widens their ranges, which always include easy clips."""
    d = difficulty * draws.uniform(0.05, 1)
    some = lambda share, low, high: draws.chance(share) * draws.uniform(low, high)
    darkness = draws.uniform(0, 1)
    no_pulse = draws.chance(0.2)
    strength = draws.log_uniform(0.010 - 0.0065 * d, 0.025 - 0.007 * d) * (1 - 0.45 * darkness)
    usual = draws.chance(0.4)
    return Conditions(
        rate_bpm=draws.log_uniform(40, 180),
        irregular=some(0.7, 0.01, 0.06) + some(0.12, 0.05, 0.15),
        strength=(1 - no_pulse) * strength,
        darkness=darkness,
        hair=some(0.5, 0, 1),
        motion=d * draws.uniform(0, 1) ** 2,
        talk=some(0.4, 0, d),
        occlusion=draws.chance(0.1 * d),
        drift=some(0.7, 0, d),
        flicker=some(0.3, 0, d),
        beat_flicker=draws.chance(0.2 * d) * draws.log_uniform(0.002, 0.012),
        colour=some(0.6, 0, d),
        exposure=some(0.2, 0, d),
        noise=draws.log_uniform(0.3, 0.8 + 4 * d),
        denoise=some(0.25, 0, 0.6 * d),
        compression=some(0.2, 0, 1.2 * d),
        fps=usual * 30 + (1 - usual) * draws.log_uniform(15, 60),
        jitter=some(0.5, 0, 0.2 * d),
        drops=some(0.3, 0, 0.06 * d),
    )


@dataclass
class Clips:
    """Frames [B, T, N, N, 3] in 0..1, times and intervals [B, T] in seconds, standardised pulse [B, T] (0: none)."""

    frames: torch.Tensor
    times: torch.Tensor
    intervals: torch.Tensor
    pulse: torch.Tensor


def paint(draws, conditions, frames, size):
    """Paints a clip of each of the conditions."""
    c = conditions
    times, intervals = frame_times(draws, frames, c.fps, c.jitter, c.drops)
    pulse = Pulse(draws, c.rate_bpm / 60, c.irregular, float(times.max()))
    # A light may beat, too: in some clips at the rate of the heart, in others at another one.
    other = Pulse(draws, draws.log_uniform(40, 180) / 60, c.irregular, float(times.max()))
    scene = _Scene(draws, c, size)
    pictures = _moved(draws, c, scene, pulse, times, size)
    pictures = _covered(draws, c, pictures, times)
    pictures = pictures * _light(draws, c, standardised(other.at(times)), times, scene.skin.mean(1), size)
    pictures = _camera(draws, c, pictures, times)
    truth = standardised(pulse.at(times)) * (c.strength > 0).float()[:, None]
    return Clips(pictures.permute(0, 1, 3, 4, 2).contiguous(), times, intervals, truth)


def batch(seed, count, frames, size, difficulty, device="cpu"):
    """A batch for training."""
    draws = Draws(seed, count, device)
    return paint(draws, conditions(draws, difficulty), frames, size)


class _Scene:
    """Maps [B, channels, S, S] that move with the face: albedo, blood, delay, gloss, mouth, lids."""

    def __init__(self, draws, c, size):
        self.size = math.ceil(size * MARGIN)
        line = torch.linspace(-MARGIN, MARGIN, self.size, device=draws.device)
        y, x = torch.meshgrid(line, line, indexing="ij")
        self._x, self._y = x[None], y[None]
        one = lambda low, high: draws.uniform(low, high, 1, 1)
        face = self._ellipse(one(-0.08, 0.08), one(-0.05, 0.15), one(0.62, 1.0), one(0.8, 1.25), 6)

        dark = c.darkness[:, None]
        skin = (1 - dark) * _rgb(LIGHTEST, draws) + dark * _rgb(DARKEST, draws)
        skin = (skin * (1 + 0.08 * draws.normal(3))).clamp(0.04, 0.97)[:, :, None, None]
        skin = skin * (1 + 0.10 * draws.blobs(self.size, 4, 1) + 0.05 * draws.blobs(self.size, 12, 3))
        hair_colour = (draws.log_uniform(0.03, 0.5, 1) * (1 + 0.3 * draws.uniform(-1, 1, 3)))[:, :, None, None]
        behind = draws.uniform(0.05, 0.9, 3)[:, :, None, None] * (1 + 0.25 * draws.blobs(self.size, 6, 3))

        gap, high = one(0.26, 0.38), one(-0.25, -0.05)
        eyes = self._ellipse(-gap, high, one(0.10, 0.16), one(0.05, 0.09), 8)
        eyes = (eyes + self._ellipse(gap, high, 0.13, 0.07, 8)).clamp(max=1)
        brows = self._ellipse(-gap, high - 0.18, 0.2, 0.05, 6) + self._ellipse(gap, high - 0.18, 0.2, 0.05, 6)
        mouth = self._ellipse(one(-0.05, 0.05), one(0.45, 0.6), one(0.2, 0.32), one(0.06, 0.11), 8)
        scalp = torch.sigmoid(10 * (one(-1.0, -0.55) - self._y)) * draws.chance(0.8, 1, 1)
        beard = torch.sigmoid(10 * (self._y - one(0.3, 0.5))) * (c.hair * draws.chance(0.6))[:, None, None]
        frame = self._ellipse(-gap, high, 0.24, 0.19, 10) + self._ellipse(gap, high, 0.24, 0.19, 10)
        glasses = (frame - self._ellipse(-gap, high, 0.18, 0.13, 10) - self._ellipse(gap, high, 0.18, 0.13, 10))
        glasses = glasses.clamp(0, 1) * (c.hair * draws.chance(0.6))[:, None, None]
        hair = torch.maximum(torch.maximum(scalp, 0.9 * beard), 0.7 * brows.clamp(max=1))

        lips = skin * torch.tensor([0.95, 0.62, 0.62], device=draws.device)[:, None, None]
        albedo = _over(skin, lips, 0.7 * mouth)
        albedo = _over(albedo, draws.uniform(0.1, 0.9, 1)[:, :, None, None].expand_as(albedo), eyes)
        albedo = _over(albedo, hair_colour, hair)
        albedo = _over(albedo, draws.uniform(0.02, 0.6, 3)[:, :, None, None].expand_as(albedo), glasses)
        self.albedo = _over(behind, albedo, face).clamp(0.01, 1)
        bare = face * (1 - hair) * (1 - eyes) * (1 - glasses)
        varied = torch.exp(0.4 * draws.blobs(self.size, 4, 1)[:, 0]) * (1 - 0.4 * mouth)
        self.blood = (bare * varied)[:, None]
        self.delay = 0.03 * draws.blobs(self.size, 3, 1)
        bright = torch.exp(-8 * ((self._x - one(-0.4, 0.4)) ** 2 + (self._y - one(-0.6, 0.1)) ** 2))
        self.gloss = (draws.chance(0.6, 1, 1) * one(0, 0.25) * face * bright)[:, None]
        self.mouth = (face * mouth)[:, None]
        self.lids = (face * eyes)[:, None]
        self.skin = skin.mean((2, 3))

    def _ellipse(self, x, y, width, height, sharpness):
        distance = ((self._x - x) / width) ** 2 + ((self._y - y) / height) ** 2
        return torch.sigmoid(sharpness * (1 - distance))


def _moved(draws, c, scene, pulse, times, size):
    """The face as it moves and beats: [B, T, 3, N, N]."""
    maps = torch.cat([scene.albedo, scene.blood, scene.delay, scene.gloss, scene.mouth, scene.lids], 1)
    batch, frames = times.shape
    still = maps[:, None].expand(-1, frames, -1, -1, -1).flatten(0, 1)
    seen = F.grid_sample(still, _motion(draws, c, times, size), mode="bilinear", align_corners=True)
    seen = seen.reshape(batch, frames, -1, size, size)
    albedo, blood, delay, gloss, mouth, lids = seen.split([3, 1, 1, 1, 1, 1], 2)

    talk = (draws.wander(times, 2, 6).clamp(min=0) * c.talk[:, None])[..., None, None, None]
    blink = draws.bursts(times, draws.uniform(2, 6), 0.08)[..., None, None, None]
    albedo = albedo * (1 - 0.5 * mouth * talk.clamp(max=1.5))
    albedo = _over(albedo, scene.skin[:, None, :, None, None], lids * blink)

    now, later = pulse.at(times), pulse.at(times + 0.02)
    deviation = now.std(1, keepdim=True).clamp(min=1e-6)
    wave = ((now - now.mean(1, keepdim=True)) / deviation)[..., None, None, None]
    slope = ((later - now) / 0.02 / deviation)[..., None, None, None]
    share = _rgb(BLOOD, draws) * (1 + 0.15 * draws.normal(3)).clamp(0.5, 1.5) / BLOOD[1]
    share = (share * c.strength[:, None])[:, None, :, None, None]
    shine = (1 + 0.3 * draws.wander(times, 0.1, 2) * c.motion[:, None])[..., None, None, None]
    return albedo * (1 - share * blood * (wave - delay * slope)) + gloss * shine


def _motion(draws, c, times, size):
    """Where in the scene each pixel looks: [B * T, N, N, 2]."""
    slow = draws.wander(times, 0.05, 0.6, 4)
    fast = draws.wander(times, 0.6, 4, 4) * draws.chance(0.5, 1, 1) * draws.uniform(0, 0.5, 1, 1)
    shake = 0.15 * draws.normal(times.shape[1], 4) * draws.chance(0.4, 1, 1)  # of the face's box
    strength = c.motion[:, None, None] * torch.tensor([0.12, 0.12, 0.06, 0.15], device=draws.device)
    x, y, zoom, turn = (strength * (slow + fast + shake) + 0.002 * slow).unbind(2)
    cos, sin, scale = torch.cos(turn), torch.sin(turn), (1 + zoom) / MARGIN
    rows = [scale * cos, -scale * sin, x / MARGIN, scale * sin, scale * cos, y / MARGIN]
    theta = torch.stack(rows, 2).reshape(-1, 2, 3)
    return F.affine_grid(theta, (theta.shape[0], 1, size, size), align_corners=True)


def _covered(draws, c, pictures, times):
    """A hand or a cup that passes before the face."""
    size = pictures.shape[-1]
    line = torch.linspace(-1, 1, size, device=pictures.device)
    duration = float(times.max())
    when = draws.uniform(0, duration, 1)
    length = draws.uniform(0.5, 3, 1)
    here = torch.sigmoid(6 * (length / 2 - (times - when).abs()))[..., None, None] * c.occlusion[:, None, None, None]
    x = (draws.uniform(-0.8, 0.8, 1) + 0.2 * draws.wander(times, 0.2, 1.5))[..., None, None]
    y = (draws.uniform(-0.3, 1.0, 1) + 0.2 * draws.wander(times, 0.2, 1.5))[..., None, None]
    distance = (line[None, None, None, :] - x) ** 2 + (line[None, None, :, None] - y) ** 2
    radius = draws.uniform(0.2, 0.6, 1, 1, 1)
    cover = here * torch.sigmoid(10 * (1 - distance / radius**2))
    return _over(pictures, draws.uniform(0.05, 0.9, 1, 3)[..., None, None], cover[:, :, None])


def _light(draws, c, beat, times, brightness, size):
    """Brightness of the light: [B, T, 3, N, N]."""
    by = lambda value: value[:, None, None]
    colour = torch.exp(by(c.colour) * 0.25 * draws.normal(1, 3))
    drift = by(c.drift) * 0.15 * (draws.wander(times, 0.03, 0.5, 1) + 0.3 * draws.wander(times, 0.03, 0.5, 3))
    mains = draws.wander(times, 0.5, 14, 1, terms=1) * draws.log_uniform(0.002, 0.03, 1, 1)
    in_band = draws.wander(times, 0.5, 4, 1, terms=2) * draws.log_uniform(0.002, 0.03, 1, 1)
    tint = 1 + 0.3 * by(draws.chance(0.5)) * draws.normal(1, 3)
    flicker = by(c.flicker) * (mains + in_band * by(draws.chance(0.5))) * tint
    beating = by(c.beat_flicker) * beat[..., None] * (1 + 0.1 * draws.normal(1, 3))
    steps = by(c.exposure) * 0.3 * torch.tanh(4 * draws.wander(times, 0.05, 0.4, 1))
    exposure = (draws.uniform(0.2, 0.6, 1) / brightness[:, None].clamp(min=0.05)) ** 0.8  # as cameras set it
    level = exposure[:, None] * colour * torch.exp(drift + flicker + beating + steps)

    line = torch.linspace(-1, 1, size, device=times.device)
    lean = 0.25 * draws.normal(1, 2) + 0.06 * by(c.drift) * draws.wander(times, 0.05, 1, 2)
    lean = lean + 0.08 * by(c.motion) * draws.wander(times, 0.1, 3, 2)
    shade = 1 + lean[..., 0, None, None] * line + lean[..., 1, None, None] * line[:, None]
    return level[..., None, None] * shade.clamp(0.2, 2)[:, :, None]


def _camera(draws, c, pictures, times):
    """Noise, denoiser, tone curve, block compression and rounding."""
    size = pictures.shape[-1]
    scale = math.sqrt(size / FULL_SIZE)  # of a pixel's noise at this size to that at full size
    batch, frames = times.shape
    noise = draws.normal(frames, 3, size, size)
    shared = draws.normal(frames, 1, size, size)
    mixed = 0.8 * noise + 0.6 * shared
    bright = torch.sqrt(pictures.clamp(0.02, 1.2) / 0.4)
    pictures = pictures + c.noise[:, None, None, None, None] * scale / 255 * mixed * bright
    pictures = _denoised(pictures, c.denoise)
    power = draws.log_uniform(0.45, 1.0, 1, 1, 1, 1)
    pictures = pictures.clamp(0.0005, 1.0) ** power
    pictures = _compressed(draws, c, pictures, scale)
    levels = 255 / scale
    return torch.round(pictures * levels) / levels


def _denoised(pictures, kept):
    if float(kept.max()) == 0:
        return pictures
    kept = kept[:, None, None, None]
    before = pictures[:, 0]
    result = []
    for t in range(pictures.shape[1]):
        before = torch.lerp(pictures[:, t], before, kept)
        result.append(before)
    return torch.stack(result, 1)


def _compressed(draws, c, pictures, scale):
    """Blocks that change little are not sent again until the next key frame."""
    threshold = c.compression * scale / 255
    if float(threshold.max()) == 0:
        return pictures
    cell = max(1, round(4 * pictures.shape[-1] / FULL_SIZE))
    key = draws.uniform(0, 1, pictures.shape[1]) < 1 / 45
    sent = pictures[:, 0]
    result = []
    for t in range(pictures.shape[1]):
        change = F.avg_pool2d((pictures[:, t] - sent).abs(), cell, cell, ceil_mode=True).amax(1, keepdim=True)
        new = (change > threshold[:, None, None, None]) | key[:, t, None, None, None]
        new = F.interpolate(new.float(), scale_factor=cell, mode="nearest")[..., : pictures.shape[-1], : pictures.shape[-1]]
        sent = torch.where(new > 0, pictures[:, t], sent)
        result.append(sent)
    return torch.stack(result, 1)


def _over(below, above, share):
    share = share[:, None] if share.dim() < below.dim() else share
    return below + (above - below) * share


def _rgb(values, draws):
    return torch.tensor(values, device=draws.device)[None]
