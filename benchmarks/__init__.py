"""Speed as ratios against named peers: `python -m benchmarks [name …]`. Each file with a `main()` is one benchmark.

`main` prints its table and returns how many of its bars it missed.
"""
