import subprocess
import sys

import pytest

CODE = "import sims, sys; sims.warm_up(); print([name for name in {names} if name in sys.modules])"
HEAVY = ["matplotlib.pyplot", "scipy", "sklearn", "torch"]


@pytest.mark.slow
def test_a_worker_loads_nothing_heavy():
    found = subprocess.run([sys.executable, "-c", CODE.format(names=HEAVY)], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
