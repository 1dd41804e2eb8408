"""How heads turn and move, and how a detector's box follows them."""

import math
from dataclasses import dataclass

import torch

LARGEST_YAW = math.radians(84)


@dataclass
class Pose:
    """Angles in radians, place of the head's centre and size, in units of the head's half height; all [B, T]."""

    yaw: torch.Tensor
    pitch: torch.Tensor
    roll: torch.Tensor
    x: torch.Tensor
    y: torch.Tensor
    size: torch.Tensor


def poses(draws, times, difficulty):
    """Heads that keep still, turn again and again, look away, nod, shake, talk or bob; difficulty is [B, 1]."""
    kind = draws.uniform(0, 1, 1)
    turns = ((kind > 0.15) & (kind < 0.60)).float()
    glances = ((kind > 0.55) & (kind < 0.80)).float()
    nods = ((kind > 0.76) & (kind < 0.94)).float()
    lively = (kind > 0.12).float() * difficulty
    after = torch.sigmoid((times - draws.uniform(-1, 0.7, 1) * times[:, -1:]) / 0.25)  # still until then

    degrees = torch.stack([
        2.5 * draws.wander(times, 0.05, 0.5) + draws.wander(times, 0.5, 4) * draws.uniform(0, 1, 1) ** 2,
        2.0 * draws.wander(times, 0.05, 0.5) + draws.wander(times, 0.5, 4) * draws.uniform(0, 1, 1) ** 2,
        1.5 * draws.wander(times, 0.05, 0.5) + 0.5 * draws.wander(times, 0.5, 4) * draws.uniform(0, 1, 1) ** 2,
    ], 2) * (0.1 + lively)[..., None]
    looking = torch.stack([draws.uniform(-25, 25, 1), draws.uniform(-15, 15, 1), draws.uniform(-8, 8, 1)], 2)
    degrees = degrees + looking * difficulty[..., None]
    turn = after * turns * difficulty ** 0.5
    degrees = degrees + (turn * _turns(draws, times))[..., None] * _mostly(draws, 0)
    degrees = degrees + (glances * difficulty * _glances(draws, times))[..., None] * _mostly(draws, 0)
    degrees = degrees + (after * nods * difficulty * _nods(draws, times))[..., None] * _mostly(draws, 1)
    yaw, pitch, roll = torch.deg2rad(degrees).unbind(2)
    bob = draws.chance(0.15, 1) * difficulty * draws.log_uniform(0.005, 0.05, 1) * draws.wander(times, 0.8, 3, terms=1)
    sway = lambda: (0.02 + 0.10 * lively * draws.uniform(0, 1, 1) ** 2) * draws.wander(times, 0.05, 0.6)
    return Pose(
        yaw=yaw.clamp(-LARGEST_YAW, LARGEST_YAW),
        pitch=pitch.clamp(-0.7, 0.7),
        roll=roll.clamp(-0.6, 0.6),
        x=sway(),
        y=sway() + bob,
        size=torch.exp(0.5 * sway()),
    )


def _mostly(draws, axis):
    """Shares of a movement in yaw, pitch and roll: one of them most, the others a little."""
    shares = 0.2 * draws.normal(1, 3)
    shares[..., axis] = draws.chance(0.85, 1)
    shares[..., 1 - axis] += 1 - shares[..., axis]
    return shares * torch.tensor([1.0, 0.5 if axis == 0 else 1.0, 0.5], device=draws.device)


def _turns(draws, times):
    """To one side or both, again and again, with rests at the ends or without."""
    frequency = draws.log_uniform(0.05, 0.7, 1)
    phase = draws.uniform(0, 2 * math.pi, 1) + 0.5 * draws.wander(times, 0.05, 0.3)
    rest = draws.log_uniform(0.3, 5, 1)
    swing = torch.tanh(rest * torch.sin(2 * math.pi * frequency * times + phase)) / torch.tanh(rest)
    return draws.uniform(12, 80, 1) * (swing + draws.uniform(-0.6, 0.6, 1) * draws.chance(0.5, 1))


def _glances(draws, times):
    """Away and back, now and then, to changing sides."""
    away = lambda: draws.bursts(times, draws.uniform(2, 8), draws.log_uniform(0.25, 1.2, 1, 1))
    return draws.uniform(15, 85, 1) * (away() - away())


def _nods(draws, times):
    """In rhythm, from slow to faster than most hearts, in bouts; the faster, the smaller."""
    frequency = draws.log_uniform(0.3, 3.0, 1)
    phase = draws.uniform(0, 2 * math.pi, 1) + 0.4 * draws.wander(times, 0.05, 0.5)
    bouts = torch.sigmoid(3 * draws.wander(times, 0.05, 0.4) + 2)
    swing = draws.log_uniform(1, 14, 1) / frequency.clamp(min=0.7)
    return bouts * swing * torch.sin(2 * math.pi * frequency * times + phase)


@dataclass
class Box:
    """What the detector cuts out: its centre and half its width and height; all [B, T]."""

    x: torch.Tensor
    y: torch.Tensor
    width: torch.Tensor
    height: torch.Tensor


def boxes(draws, times, pose, difficulty):
    """Boxes that follow the face late, in steps of whole pixels, and shake; difficulty is [B, 1]."""
    shift = draws.uniform(-0.15, 0.55, 1)  # how far the box goes with the nose
    x = pose.x + pose.size * shift * 0.8 * torch.sin(pose.yaw)
    y = pose.y + pose.size * (draws.uniform(0.08, 0.32, 1) + 0.3 * torch.sin(pose.pitch))
    turned = 1 + draws.uniform(-0.12, 0.12, 1) * (1 - torch.cos(pose.yaw))
    size = torch.log(pose.size * draws.uniform(0.58, 1.0, 1) * turned)
    target = torch.stack([x, y, size], 2)

    shake = draws.chance(0.75, 1) * difficulty * draws.log_uniform(0.002, 0.05, 1)
    jumps = draws.chance(0.3, 1) * 0.1 * difficulty * torch.round(draws.wander(times, 0.1, 1.0).clamp(-2, 2))
    noise = draws.normal(times.shape[1], 3) * shake[..., None]
    noise[..., 2] = noise[..., 2] + jumps
    seen = _seen(draws, times, target + noise)
    pixels = draws.log_uniform(40, 200, 1)[..., None]
    x, y, size = (torch.round(seen * pixels) / pixels).unbind(2)
    tall = draws.uniform(1.0, 1.25, 1)
    return Box(x, y, torch.exp(size), torch.exp(size) * tall)


def _seen(draws, times, target):
    """Detections of some frames, held until the next, late and smoothed."""
    frames = times.shape[1]
    every = torch.round(draws.log_uniform(1, 12, 1) * draws.chance(0.5, 1)).clamp(min=1).long()
    late = torch.round(draws.uniform(0, 5, 1) * draws.chance(0.5, 1)).long()
    index = torch.arange(frames, device=times.device)[None]
    index = ((index - late).clamp(min=0) // every * every)[..., None].expand(-1, -1, 3)
    detected = target.gather(1, index)
    keeps = (draws.chance(0.4, 1) * draws.uniform(0, 0.9, 1))[:, :1]
    place, places = detected[:, 0], []
    for t in range(frames):
        place = torch.lerp(detected[:, t], place, keeps)
        places.append(place)
    return torch.stack(places, 1)
