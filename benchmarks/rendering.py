"""Drawing a finished figure against a fresh matplotlib figure of the same content, without our house style code."""

import io
from statistics import median

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from benchmarks.interleaved import ratio, seconds_of
from sims import experiments, figures, parse
from sims.experiment import Watch

RECIPE = "brightness-shift?epochs=2&models=linear,relu&seeds=2"


def main() -> int:
    """Print the two times; the exit status says whether ours is slower than the plain one."""
    settings = parse(RECIPE).settings
    experiment = experiments()["brightness-shift"]
    outcome = experiment.compute(settings, Watch())
    taken = seconds_of(
        {
            "ours": lambda: figures.encode(experiment.draw(settings, outcome), {"recipe": RECIPE}),
            "plain": lambda: _plain(list(outcome.sweeps.values())),
        }
    )
    for name, seconds in taken.items():
        print(f"{name:8s} {1e3 * median(seconds):8.1f} ms")
    found = ratio(taken["ours"], taken["plain"])
    print(f"ours takes {found:.2f} times as long as a plain figure of one panel with the same lines (bar 1.1)")
    return int(found > 1.1)


def _plain(sweeps: list) -> None:
    figure = Figure(figsize=(10, 6), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.1, 0.15, 0.6, 0.7))
    for sweep in sweeps:
        mean = sweep.accuracy.mean(axis=1)
        axes.plot(mean, linewidth=4)
        axes.fill_between(range(len(mean)), mean - sweep.band, mean + sweep.band, alpha=0.2)
    for row in range(4):
        figure.add_axes((0.8, 0.1 + 0.2 * row, 0.1, 0.18)).imshow([[0, 1], [1, 0]], cmap="gray_r")
    axes.set(xlabel="ink", ylabel="test accuracy %")
    figure.suptitle("A message of about fifty characters stands up here", size=22)
    figure.savefig(io.BytesIO(), format="png")
