"""Run the named benchmarks, or all of them."""

import importlib
import os
import pkgutil
import sys

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # numpy reads it when it is imported, so this stands first
for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(variable, None)  # the peers multiply with the newest kernels for the processor; so does numpy

import benchmarks  # noqa: E402 - after the environment


def main(names: list[str]) -> int:
    """Run them one after the other; the exit status is the number of bars missed."""
    all_names = sorted({module.name for module in pkgutil.iter_modules(benchmarks.__path__)} - {"__main__"})
    wanted = [name for name in names or all_names if name in all_names]
    modules = {name: importlib.import_module(f"benchmarks.{name}") for name in wanted}  # not those of other needs
    runnable = {name: module for name, module in modules.items() if hasattr(module, "main")}
    if unknown := sorted(set(names) - set(runnable)):
        print(f"There is no benchmark {', '.join(unknown)}. See benchmarks/README.md for all.", file=sys.stderr)
        return 2
    missed = 0
    for name, module in runnable.items():
        print(f"== {name}")
        missed += module.main()
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
