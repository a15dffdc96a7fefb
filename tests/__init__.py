"""One BLAS thread, as in the worker processes; numpy reads this when it is first imported, so it stands here."""

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(name, "1")
