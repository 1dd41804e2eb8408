"""Reference values of beats, variability and rates: HeartPy and SciPy on a painted wave.

    git clone https://github.com/paulvangentcom/heartrate_analysis_python heartpy
    PYTHONPATH=heartpy python3 vitals_reference.py ../resources/io/facephys/engine/vitals

Writes wave.csv (seconds, sample) and reference.csv (name, value). Made with HeartPy 1.2.6 and SciPy 1.17. HeartPy finds
peaks on a wave that is resampled to 1000 Hz (high_precision), so its beat times lie between frames, too.
"""

import sys
from pathlib import Path
from unittest import mock

import numpy as np
from scipy import signal

# HeartPy draws, but not here; a machine without matplotlib will do.
for name in ("matplotlib", "matplotlib.pyplot", "matplotlib.patches", "matplotlib.colors"):
    sys.modules[name] = mock.MagicMock()
import heartpy  # noqa: E402

RATE_HZ = 30.0
SECONDS = 60

random = np.random.default_rng(13)
beats = np.cumsum(0.82 + 0.03 * random.standard_normal(90) + 0.03 * np.sin(np.arange(90) * 1.3))
seconds = np.arange(int(SECONDS * RATE_HZ)) / RATE_HZ
wave = np.zeros_like(seconds)
for beat in beats:
    at = seconds - beat
    wave += np.exp(-0.5 * (at / np.where(at < 0, 0.08, 0.13)) ** 2) + 0.2 * np.exp(-0.5 * ((at - 0.3) / 0.09) ** 2)
wave += 0.004 * random.standard_normal(len(wave))
wave = np.round(wave - wave.mean(), 4)

working, measures = heartpy.process(wave + 10, RATE_HZ, high_precision=True, clean_rr=False)
found = np.array(working["peaklist_cor"] if "peaklist_cor" in working else working["peaklist"]) / RATE_HZ
rows = [(f"beat{i}", second) for i, second in enumerate(found)]
rows += [("rmssd", measures["rmssd"]), ("sdnn", measures["sdnn"]), ("pnn50", 100 * measures["pnn50"])]
rows += [(f"painted{i}", beat) for i, beat in enumerate(beats[beats < SECONDS])]
for end in (20, 40, 50):
    window = wave[int((end - 10) * RATE_HZ) : int(end * RATE_HZ)]
    frequency, power = signal.periodogram(window, RATE_HZ, window="hann", nfft=1 << 17, detrend="constant")
    band = (frequency >= 40 / 60) & (frequency <= 180 / 60)
    rows.append((f"rate{end}", 60 * frequency[band][np.argmax(power[band])]))

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
lines = [f"{second:.6f},{sample:.4f}" for second, sample in zip(seconds, wave)]
(folder / "wave.csv").write_text("\n".join(lines) + "\n")
(folder / "reference.csv").write_text("".join(f"{name},{value:.6f}\n" for name, value in rows))
