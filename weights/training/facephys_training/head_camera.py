"""A camera that sets exposure and white balance by what it sees, and that denoises, sharpens and compresses."""

import math

import torch
from torch.nn import functional as F

FULL_SIZE = 36


def record(draws, pictures, intervals, hard):
    """From linear light [B, T, 3, N, N] to what a decoder gives, in 0..1; hard is [B, 1]."""
    scale = math.sqrt(pictures.shape[-1] / FULL_SIZE)  # of a pixel's noise at this size to that at full size
    pictures = pictures * _gains(draws, pictures, intervals, hard)[..., None, None]
    mixing = torch.eye(3, device=pictures.device) + 0.05 * draws.normal(3, 3)
    mixing = mixing / mixing.sum(2, keepdim=True).clamp(min=0.5)
    pictures = torch.einsum("bij,btjyx->btiyx", mixing, pictures).clamp(min=0)
    pictures = _noisy(draws, pictures, scale, hard)
    pictures = _denoised(draws, pictures, hard)
    pictures = _sharpened(draws, pictures)
    power = draws.uniform(0.42, 1.0, 1, 1, 1, 1)
    pictures = pictures.clamp(1e-4, 1.0) ** power
    pictures = _compressed(draws, pictures, scale, hard)
    return (pictures * 255 / scale).round().clamp(0, 255 / scale) * scale / 255


def _gains(draws, pictures, intervals, hard):
    """Gain of each colour [B, T, 3]: exposure and white balance, both late, exposure at times in steps."""
    seen = pictures.mean((3, 4))  # [B, T, 3]
    brightness = torch.log(seen.mean(2).clamp(min=1e-4))
    tint = torch.log(seen.clamp(min=1e-4)) - brightness[..., None]
    wanted = torch.log(draws.uniform(0.18, 0.5, 1))
    share = draws.uniform(0.0, 0.8, 1) * hard  # of what changes in the picture
    steady = brightness.mean(1, keepdim=True)
    exposure = _late(wanted - steady - share * (brightness - steady), intervals, draws.log_uniform(0.1, 2, 1))
    step = draws.chance(0.3, 1) * draws.log_uniform(0.01, 0.08, 1) + 1e-5
    exposure = torch.round(exposure / step) * step
    usual = tint.mean(1, keepdim=True)
    share = draws.uniform(0.0, 0.5, 1, 1) * hard[..., None]
    balance = -draws.uniform(0, 0.4, 1, 1) * usual - share * (tint - usual)
    balance = _late(balance, intervals[..., None], draws.log_uniform(0.5, 5, 1, 1))
    return torch.exp(exposure[..., None] + balance)


def _late(wanted, intervals, seconds):
    """A first-order lag along time."""
    shares = 1 - torch.exp(-intervals / seconds.reshape(seconds.shape[0], *[1] * (intervals.dim() - 1)))
    value, values = wanted[:, 0], []
    for t in range(wanted.shape[1]):
        value = value + shares[:, t] * (wanted[:, t] - value)
        values.append(value)
    return torch.stack(values, 1)


def _noisy(draws, pictures, scale, hard):
    frames, size = pictures.shape[1], pictures.shape[-1]
    strength = draws.log_uniform(0.2, 1.0, 1) * (1 + 3 * hard * draws.uniform(0, 1, 1) ** 2)
    strength = (strength * scale / 255)[:, :, None, None, None]
    noise = 0.8 * draws.normal(frames, 3, size, size) + 0.6 * draws.normal(frames, 1, size, size)
    return pictures + strength * noise * (pictures.clamp(0.02, 1.2) / 0.4).sqrt()


def _denoised(draws, pictures, hard):
    """Keeps a share of the picture before where little has changed."""
    kept = draws.chance(0.35, 1) * draws.uniform(0, 0.7, 1) * hard
    if float(kept.max()) == 0:
        return pictures
    kept = kept[:, :, None, None]
    bearable = draws.log_uniform(0.01, 0.1, 1, 1, 1)
    before, result = pictures[:, 0], []
    for t in range(pictures.shape[1]):
        change = (pictures[:, t] - before).abs().amax(1, keepdim=True) / bearable
        before = torch.lerp(pictures[:, t], before, kept * torch.exp(-change * change))
        result.append(before)
    return torch.stack(result, 1)


def _sharpened(draws, pictures):
    """Sharpened by some cameras, blurred by others."""
    amount = draws.uniform(-0.6, 0.5, 1, 1, 1, 1)
    blurred = F.avg_pool2d(pictures.flatten(0, 1), 3, 1, 1, count_include_pad=False).reshape(pictures.shape)
    return pictures + amount * (pictures - blurred)


def _compressed(draws, pictures, scale, hard):
    """Sends the change from the frame before in coarse steps: of a block's mean, and of its details."""
    step = draws.chance(0.4, 1) * draws.log_uniform(0.2, 2.5, 1) * hard * scale / 255
    if float(step.max()) == 0:
        return pictures
    step = step[:, :, None, None].clamp(min=1e-6)
    size = pictures.shape[-1]
    cell = max(1, round(3 * size / FULL_SIZE))
    whole = draws.uniform(0, 1, pictures.shape[1]) < 1 / 60  # sent anew
    sent, result = pictures[:, 0], []
    for t in range(pictures.shape[1]):
        change = pictures[:, t] - sent
        coarse = F.avg_pool2d(change, cell, cell, ceil_mode=True, count_include_pad=False)
        coarse = _stepped(coarse, step)
        coarse = F.interpolate(coarse, scale_factor=cell, mode="nearest")[..., :size, :size]
        coded = sent + coarse + _stepped(change - coarse, 3 * step)
        sent = torch.where(whole[:, t, None, None, None], pictures[:, t], coded)
        result.append(sent)
    return torch.stack(result, 1)


def _stepped(value, step):
    """Rounded, with a preference for no change."""
    return torch.sign(value) * torch.floor(value.abs() / step + 1 / 3) * step
