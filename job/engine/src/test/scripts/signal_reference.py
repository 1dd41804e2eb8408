"""Values that the tests of the signal package expect, with NumPy and SciPy:

    python3 signal_reference.py ../resources/io/facephys/engine/signal/reference.csv

writes the waves and prints the numbers. The definitions are those of rPPG-Toolbox, evaluation/post_process.py
(smoothness priors with lambda 100, Butterworth of order 1 from 0.6 to 3.3 Hz with filtfilt, periodogram, SNR
with two harmonics and 6 bpm, MACC), and for POS those of the paper, algorithm 1. The rate is read with finer bins
than the toolbox's, the SNR with its own, from padding to the next power of two.
"""

import sys

import numpy as np
from scipy import signal

RATE = 30
LOW, HIGH = 0.6, 3.3
i = np.arange(400)
seconds = i / RATE
noise = 0.5 * np.sin(0.37 * i * i)  # no two samples alike, no generator needed
phase = 2 * np.pi * 1.31 * seconds + 0.8 * np.sin(0.4 * seconds)
truth = np.sin(phase) + 0.35 * np.sin(2 * phase + 0.6)
late = phase - 2 * np.pi * 1.31 * 4 / RATE
wave = 2.5 + 0.08 * seconds + np.sin(late) + 0.2 * np.sin(2 * late + 0.9) + noise
colours = np.stack([
    120 - 0.3 * truth + 9 * np.sin(0.9 * seconds) + 0.2 * noise,
    90 - 0.7 * truth + 7 * np.sin(0.9 * seconds) + 0.3 * np.roll(noise, 7),
    70 - 0.4 * truth + 5 * np.sin(0.9 * seconds) + 0.1 * np.roll(noise, 19),
])


def band(x):
    second_differences = np.diff(np.eye(x.size), 2, axis=0)
    trend = np.linalg.solve(np.eye(x.size) + 100**2 * second_differences.T @ second_differences, x)
    b, a = signal.butter(1, [LOW, HIGH], "bandpass", fs=RATE)
    return signal.filtfilt(b, a, x - trend)


def rate(x, size):
    f, p = signal.periodogram(x, fs=RATE, nfft=size, detrend=False)
    inside = (f >= LOW) & (f <= HIGH)
    return 60 * f[inside][np.argmax(p[inside])]


def snr(x, bpm, size):
    f, p = signal.periodogram(x, fs=RATE, nfft=size, detrend=False)
    first, second = (np.abs(f - k * bpm / 60) <= 0.1 for k in (1, 2))
    rest = (f >= LOW) & (f <= HIGH) & ~first & ~second
    return 10 * np.log10((p[first].sum() + p[second].sum()) / p[rest].sum())


def macc(x, y):
    return max(abs(np.corrcoef(x, np.roll(y, lag))[0, 1]) for lag in range(x.size - 1))


def best_lag(x, y, most):
    pairs = ((k, np.corrcoef(x[max(0, k):x.size + min(0, k)], y[max(0, -k):y.size - max(0, k)])[0, 1])
             for k in range(-most, most + 1))
    return max(pairs, key=lambda pair: pair[1])


def pos(rgb, fps):
    window = int(np.ceil(1.6 * fps))
    total = np.zeros(rgb.shape[1])
    for n in range(window - 1, total.size):
        part = slice(n - window + 1, n + 1)
        normal = rgb[:, part] / rgb[:, part].mean(axis=1, keepdims=True)
        s = np.array([[0, 1, -1], [-2, 1, 1]]) @ normal
        h = s[0] + s[0].std() / s[1].std() * s[1]
        total[part] += h - h.mean()
    return -total  # rises with the blood


columns = {"wave": wave, "truth": truth, "waveBand": band(wave), "truthBand": band(truth),
           "red": colours[0], "green": colours[1], "blue": colours[2], "pos": pos(colours, RATE)}
np.savetxt(sys.argv[1], np.stack(list(columns.values()), 1), "%.12g", ",", header=",".join(columns), comments="")
w, t = columns["waveBand"], columns["truthBand"]
print("rate of truth %.4f, of wave %.4f, SNR %.6f" % (rate(t, 32768), rate(w, 32768), snr(w, rate(t, 512), 512)))
print("r %.6f, best lag %d r %.6f, MACC %.6f" % (np.corrcoef(wave, truth)[0, 1], *best_lag(wave, truth, 15), macc(w, t)))
