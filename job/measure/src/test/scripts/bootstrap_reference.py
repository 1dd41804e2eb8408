"""Intervals that EstimateTest expects, with SciPy:  python3 bootstrap_reference.py

Percentile bootstrap of 200,000 resamples: what is left of chance there is in the third digit.
"""

import numpy as np
from scipy.stats import bootstrap

i = np.arange(24)
numbers = 1 + 0.1 * i + np.sin(i * i)
others = 5 + np.cos(i[:9] * i[:9])


def interval(data, statistic):
    found = bootstrap(data, statistic, n_resamples=200_000, method="percentile", batch=10_000,
                      vectorized=True, rng=np.random.default_rng(1))
    return np.round(found.confidence_interval, 3)


print("mean", interval((numbers,), np.mean))
print("root of mean", interval((numbers**2,), lambda x, axis: np.sqrt(np.mean(x, axis))))
print("ratio of medians", interval((numbers, others), lambda x, y, axis: np.median(x, axis) / np.median(y, axis)))
