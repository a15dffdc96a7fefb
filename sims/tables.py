"""A Picture as data: the JSON result object and the CSV rows."""

import csv
import io
from typing import Any

from sims.experiment import Check, Metric, Picture


def result_object(picture: Picture, permalink: str) -> dict[str, Any]:
    """The JSON-ready result object of the contract."""
    results = picture.results
    return {
        "recipe": picture.recipe,
        "permalink": permalink,
        "version": picture.version,
        "title": picture.title,
        "caption": picture.caption,
        "alt_text": picture.alt_text,
        "runtime_s": {part: round(seconds, 4) for part, seconds in picture.runtime_s.items()},
        "results": {
            "seeds": list(results.seeds),
            "n_train": results.n_train,
            "n_test": results.n_test,
            "versions": dict(results.versions),
            "metrics": [_metric_object(metric) for metric in results.metrics],
            "checks": [_check_object(check) for check in results.checks],
        },
    }


def csv_text(picture: Picture) -> str:
    """The metrics as CSV: one row per metric and place, with one column per seed."""
    metrics = picture.results.metrics
    places = list(dict.fromkeys(key for metric in metrics for key in metric.where))
    seeds = [f"seed {seed}" for seed in picture.results.seeds]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["name", *places, "mean", "sd", "unit", *seeds])
    for metric in metrics:
        where = [metric.where.get(place, "") for place in places]
        per_seed = metric.per_seed if len(metric.per_seed) == len(seeds) else [""] * len(seeds)
        writer.writerow([metric.name, *where, metric.mean, metric.sd, metric.unit, *per_seed])
    return buffer.getvalue()


def _metric_object(metric: Metric) -> dict[str, Any]:
    return {
        "name": metric.name,
        "where": dict(metric.where),
        "mean": metric.mean,
        "sd": metric.sd,
        "per_seed": list(metric.per_seed),
        "unit": metric.unit,
    }


def _check_object(check: Check) -> dict[str, Any]:
    return {"name": check.name, "holds": check.holds, "value": check.value, "limit": check.limit}
