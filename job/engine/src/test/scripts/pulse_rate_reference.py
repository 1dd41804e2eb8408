"""Rates that PulseRateTest expects, with SciPy:  python3 pulse_rate_reference.py

The wave is the test's: two harmonics, a drift and jittered times, all by formula. The spectrum is
that of the same window as in the job, on a grid 64 times finer, so that its peak needs no parabola.
"""

import numpy as np
from scipy.fft import rfft, rfftfreq
from scipy.signal.windows import hann


def wave(bpm, seconds):
    phase = 2 * np.pi * bpm / 60 * seconds
    return np.sin(phase) + 0.4 * np.sin(2 * phase + 0.6) + 0.05 * seconds + 0.2 * np.sin(0.7 * seconds)


def rate(seconds, values):
    even = np.interp(np.arange(seconds[0], seconds[-1], 1 / 30), seconds, values)
    size = 8192 * 64
    spectrum = np.abs(rfft((even - even.mean()) * hann(even.size, sym=True), size))
    bpm = rfftfreq(size, 1 / 30) * 60
    band = (bpm >= 40) & (bpm <= 180)
    return bpm[band][np.argmax(spectrum[band])]


for samples in (600, 150):  # 20 s and 5 s
    i = np.arange(samples)
    times = i / 30 + 0.004 * np.sin(1.7 * i)
    for truth in (45, 72, 119.5, 171):
        print(samples, truth, round(rate(times, wave(truth, times)), 3))
