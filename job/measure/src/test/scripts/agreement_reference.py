"""Figures that AgreementTest and BeatMatchTest expect, with NumPy and SciPy:  python3 agreement_reference.py

Limits of agreement of several people: variance between and within people from a one-way analysis of variance, by its
formulas (Bland and Altman 2007) and, as a check, from SciPy's F.
"""

import numpy as np
from scipy import stats

people = []
for k, count in enumerate((12, 7, 20)):
    i = np.arange(count)
    truth = 60 + 10 * k + 4 * np.sin(i)
    measured = truth + (k - 0.7) + 2 * np.sin(i * i + k)
    width = 0.02 + 0.01 * np.cos(i + 0.1 * k)
    people.append((truth, measured, measured * np.exp(-width), measured * np.exp(width), count + 3 * k))


def show(name, chosen):
    errors = [m - t for t, m, *_ in chosen]
    means = np.array([e.mean() for e in errors])
    sizes = np.array([len(e) for e in errors])
    bias = means.mean()
    if len(chosen) == 1:
        variance = np.var(errors[0], ddof=1)
    else:
        within = sum(((e - e.mean()) ** 2).sum() for e in errors) / (sizes.sum() - len(sizes))
        f = stats.f_oneway(*errors).statistic
        each = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(sizes) - 1)
        variance = within + max(0, (f * within - within) / each)
    half = 1.96 * np.sqrt(variance)
    t, m = (np.concatenate([p[i] for p in chosen]) for i in (0, 1))
    print(name)
    for what, value in (
        ("bias", bias),
        ("lower", bias - half),
        ("upper", bias + half),
        ("mae", np.mean([np.abs(e).mean() for e in errors])),
        ("rmse", np.sqrt(np.mean([(e**2).mean() for e in errors]))),
        ("r", stats.pearsonr(m, t).statistic),
        ("coverage", np.mean([100 * len(p[0]) / p[4] for p in chosen])),
        ("interval coverage", np.mean([100 * np.mean((p[2] <= p[0]) & (p[0] <= p[3])) for p in chosen])),
    ):
        print(f"  {what} {value:.9f}")


show("one person", people[:1])
show("three people", people)
widths = np.concatenate([p[3] / p[2] for p in people])
surest = np.abs(np.concatenate([p[1] - p[0] for p in people]))[np.argsort(widths, kind="stable")]
for count in (1, 10, len(surest)):
    print(f"mean absolute error of the {count} surest: {surest[:count].mean():.9f}")

true_beats = np.cumsum(0.8 + 0.05 * np.sin(np.arange(40)))
found = true_beats + 0.12 + 0.03 * np.sin(3 * np.arange(40.0))
found = np.sort(np.append(found[5:], true_beats[20] + 0.4))
offsets = np.array([f - true_beats[np.argmin(np.abs(f - true_beats))] for f in found])
lag = np.median(offsets[np.abs(offsets) <= 0.3])
errors = (offsets - lag)[np.abs(offsets - lag) <= 0.15]
spread = stats.median_abs_deviation(errors, scale=1 / 1.4826)
print(f"beats: lag {lag:.9f}, matched {len(errors)} of {len(found)} and {len(true_beats)}, spread {spread:.9f}")
