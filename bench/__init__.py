"""Benchmarks: how fast, always beside what is possible in the same run."""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # for both sides alike; read when NumPy is first imported
