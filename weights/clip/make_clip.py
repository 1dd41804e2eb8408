"""Paints the clip that the engine's tests run on: a procedural face with a pulse of 75 bpm.

    python3 make_clip.py

Needs NumPy alone, and writes beside itself
  frames.npy      uint8 [120, 36, 36, 3], RGB
  timestamps.npy  int64 [120], capture times in microseconds, 30 fps with jitter
  ppg.npy         float32 [120], the pulse that was painted in
"""

from pathlib import Path

import numpy as np

FRAMES, SIZE, FPS, PULSE_HZ = 120, 36, 30.0, 75 / 60
START_MICROS = 1_767_225_600_000_000  # 2026-01-01T00:00:00Z
JITTER_MICROS = 3_000
PULSE_AMPLITUDE = 0.006  # of the skin's brightness
PULSE_COLOUR = np.array([0.33, 0.80, 0.50])  # relative strength in red, green, blue
SKIN = np.array([196.0, 150.0, 124.0])
BACKGROUND = np.array([70.0, 96.0, 112.0])
SENSOR_NOISE = 1.5  # standard deviation, in steps of 1/255


def capture_times(random):
    even = np.arange(FRAMES) * 1e6 / FPS
    return START_MICROS + np.rint(even + random.uniform(-1, 1, FRAMES) * JITTER_MICROS).astype(np.int64)


def pulse(seconds):
    """Fast rise, slow fall and a second bump: two harmonics are enough for that."""
    phase = 2 * np.pi * PULSE_HZ * seconds
    return np.sin(phase) + 0.35 * np.sin(2 * phase - 0.8)


def blob(u, v, centre, width):
    return np.exp(-(((u - centre[0]) / width[0]) ** 2 + ((v - centre[1]) / width[1]) ** 2))


def texture(u, v, waves):
    return sum(a * np.sin(ku * u + kv * v + shift) for a, ku, kv, shift in waves)


def paint(seconds, blood, waves):
    rows, columns = np.mgrid[0:SIZE, 0:SIZE]
    centre = 17.5 + 0.7 * np.sin(2 * np.pi * np.array([0.21, 0.33]) * seconds + [0.4, 1.9])
    u, v = (columns - centre[0]) / 14.5, (rows - centre[1]) / 17.5
    skin_share = np.clip((1 - np.hypot(u, v)) * 7 + 0.5, 0, 1)[..., None]
    dark = sum(
        depth * blob(u, v, place, width)
        for depth, place, width in [
            (0.55, (-0.40, -0.22), (0.17, 0.08)),  # eyes
            (0.55, (0.40, -0.22), (0.17, 0.08)),
            (0.35, (0.00, 0.48), (0.30, 0.09)),  # mouth
            (0.12, (0.07, 0.12), (0.10, 0.22)),  # shade beside the nose
        ]
    )
    shade = (1 - 0.16 * u - 0.10 * v**2 + texture(u, v, waves)) * (1 - dark)
    # More blood absorbs more light, so the skin is darker.
    skin = SKIN * shade[..., None] * (1 - PULSE_AMPLITUDE * PULSE_COLOUR * blood)
    background = BACKGROUND * (1 + 0.15 * np.sin(columns / 6 + rows / 11))[..., None]
    light = 1 + 0.02 * np.sin(2 * np.pi * 0.11 * seconds + 0.7)
    return light * (skin_share * skin + (1 - skin_share) * background)


def main():
    random = np.random.default_rng(75)
    times = capture_times(random)
    seconds = (times - START_MICROS) / 1e6
    ppg = pulse(seconds)
    waves = np.column_stack(
        [random.uniform(0.01, 0.03, 8), random.uniform(-9, 9, 8), random.uniform(-9, 9, 8), random.uniform(0, 6.28, 8)]
    )
    clean = np.stack([paint(t, blood, waves) for t, blood in zip(seconds, ppg)])
    noisy = clean + random.normal(0, SENSOR_NOISE, clean.shape)
    here = Path(__file__).parent
    np.save(here / "frames.npy", np.clip(np.rint(noisy), 0, 255).astype(np.uint8))
    np.save(here / "timestamps.npy", times)
    np.save(here / "ppg.npy", ppg.astype(np.float32))


if __name__ == "__main__":
    main()
