"""Computes the figures of a report anew from its seconds, with NumPy and SciPy:  python3 validation_reference.py REPORT

REPORT is the folder that ./facephys validate wrote. Prints the largest difference; ends with 1 if it is above 1e-6.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
from scipy import stats

folder = Path(sys.argv[1])
rows = list(csv.DictReader((folder / "seconds.csv").open()))
figures = json.loads((folder / "figures.json").read_text())
worst = 0.0


def people(method, column):
    own = [row for row in rows if row["method"] == method]
    for person in dict.fromkeys(row["person"] for row in own):
        all_seconds = [row for row in own if row["person"] == person]
        known = [row for row in all_seconds if row[column]]
        numbers = [[float(row[c] or "nan") for c in (column, "reference_bpm", "low_bpm", "high_bpm")] for row in known]
        yield np.array(numbers).reshape(-1, 4).T, len(all_seconds)


def expected(chosen):
    rated = [p for p, _ in chosen if p.shape[1]]
    yield "COVERAGE", np.mean([100 * p.shape[1] / n for p, n in chosen])
    if not rated:
        return
    errors = [p[0] - p[1] for p in rated]
    sizes = np.array([len(e) for e in errors])
    bias = np.mean([e.mean() for e in errors])
    within = sum(((e - e.mean()) ** 2).sum() for e in errors) / max(1, sizes.sum() - len(sizes))
    variance = within
    if len(errors) > 1:
        between = sum(n * (e.mean() - np.concatenate(errors).mean()) ** 2 for n, e in zip(sizes, errors)) / (len(sizes) - 1)
        variance += max(0, (between - within) / ((sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(sizes) - 1)))
    if sizes.sum() > 1:
        yield "LOWER_LIMIT", bias - 1.96 * np.sqrt(variance)
        yield "UPPER_LIMIT", bias + 1.96 * np.sqrt(variance)
        yield "R", stats.pearsonr(np.concatenate([p[0] for p in rated]), np.concatenate([p[1] for p in rated])).statistic
    yield "BIAS", bias
    yield "MAE", np.mean([np.abs(e).mean() for e in errors])
    yield "RMSE", np.sqrt(np.mean([(e**2).mean() for e in errors]))
    yield "INTERVAL_COVERAGE", np.mean([100 * np.mean((p[2] <= p[1]) & (p[1] <= p[3])) for p in rated])


for method, own in figures["methods"].items():
    for name, column in (("rates", "measured_bpm"), ("strongest", "strongest_bpm")):
        for measure, value in expected(list(people(method, column))):
            if measure in own[name]:
                difference = abs(value - own[name][measure]["value"])
                worst = max(worst, difference)
                print(f"{method} {name} {measure}: {value:.6f}, differs by {difference:.1e}")
print(f"largest difference: {worst:.1e}")
sys.exit(int(worst > 1e-6))
