"""Painted clips to evaluate weights on: a mild case, with one condition at a time set to each of its levels."""

import sys
from pathlib import Path

import torch

from . import clips
from .draws import Draws
from .video import FULL_SIZE, Conditions, paint

SEED = 20_000_000_003  # no training batch uses it

LEVELS = {
    "skin": {
        "1-very-light": {"darkness": (0.0, 0.1)},
        "2-light": {"darkness": (0.25, 0.35)},
        "3-medium": {"darkness": (0.5, 0.6)},
        "4-dark": {"darkness": (0.75, 0.85)},
        "5-very-dark": {"darkness": (0.95, 1.0)},
    },
    "rate": {
        "040-060": {"rate_bpm": (40, 60)},
        "060-090": {"rate_bpm": (60, 90)},
        "090-130": {"rate_bpm": (90, 130)},
        "130-180": {"rate_bpm": (130, 180)},
    },
    "rhythm": {"irregular": {"irregular": (0.08, 0.15)}},
    "motion": {
        "1-none": {"motion": (0, 0), "talk": (0, 0)},
        "2-talking": {"motion": (0.15, 0.3), "talk": (0.6, 1)},
        "3-strong": {"motion": (0.6, 1), "talk": (0, 0.5)},
    },
    "light": {
        "1-steady": {"drift": (0, 0)},
        "2-drifting": {"drift": (0.6, 1)},
        "3-coloured": {"colour": (0.8, 1)},
        "4-flickering": {"flicker": (0.6, 1)},
        "5-beating": {"beat_flicker": (0.004, 0.01)},
        "6-exposure-steps": {"exposure": (0.6, 1)},
    },
    "fps": {
        "15": {"fps": (15, 15)},
        "20": {"fps": (20, 20)},
        "30": {"fps": (30, 30)},
        "60": {"fps": (60, 60)},
        "jitter-and-drops": {"jitter": (0.15, 0.2), "drops": (0.04, 0.06)},
    },
    "camera": {
        "noisy": {"noise": (3.5, 4.8)},
        "denoised": {"noise": (1.5, 3), "denoise": (0.4, 0.6)},
        "compressed": {"compression": (0.5, 1.0)},
    },
    "cover": {
        "beard-and-glasses": {"hair": (0.8, 1)},
        "occlusion": {"occlusion": (1, 1)},
    },
    "pulse": {
        "none-still": {"strength": (0, 0), "motion": (0, 0), "talk": (0, 0), "drift": (0, 0)},
        "none-moving": {"strength": (0, 0), "motion": (0.4, 1)},
        "none-drifting-light": {"strength": (0, 0), "drift": (0.6, 1)},
        "none-flickering-light": {"strength": (0, 0), "flicker": (0.6, 1)},
        "none-beating-light": {"strength": (0, 0), "beat_flicker": (0.004, 0.01)},
    },
}
MILD = {
    "rate_bpm": (55, 110),
    "irregular": (0.01, 0.04),
    "strength": (0.005, 0.012),
    "darkness": (0.1, 0.6),
    "hair": (0, 0),
    "motion": (0.0, 0.2),
    "talk": (0, 0),
    "occlusion": (0, 0),
    "drift": (0, 0.3),
    "flicker": (0, 0),
    "beat_flicker": (0, 0),
    "colour": (0, 0.3),
    "exposure": (0, 0),
    "noise": (0.5, 1.5),
    "denoise": (0, 0),
    "compression": (0, 0),
    "fps": (30, 30),
    "jitter": (0, 0.05),
    "drops": (0, 0),
}


def write(folder, count, seconds, seed=SEED):
    """Writes count clips of every level, each with the level in conditions.properties."""
    folder = Path(folder)
    levels = [(factor, level, ranges) for factor, all_of in LEVELS.items() for level, ranges in all_of.items()]
    for number, (factor, level, ranges) in enumerate(levels):
        draws = Draws(seed + number, count)
        conditions = Conditions(**{name: draws.uniform(*span) for name, span in {**MILD, **ranges}.items()})
        conditions.strength *= 1 - 0.45 * conditions.darkness
        frames = round(seconds * float(conditions.fps[0]))
        painted = paint(draws, conditions, frames, FULL_SIZE)
        about = {"pulse": "none", "case": level} if factor == "pulse" else {factor: level}
        for index in range(count):
            clips.save(folder / f"{factor}-{level}-{index + 1}", painted, index, about)
        print(f"{number + 1} of {len(levels)} levels", end="\r", file=sys.stderr, flush=True)
    print(f"{count * len(levels)} clips in {folder}", file=sys.stderr)
