"""What the script of a recipe must print, from the numbers of its picture: one function for each experiment."""


def activation_plot(results, recipe):
    """For each function and mark: value and derivative."""
    value, slope = ([one for one in results.metrics if one.name == name] for name in ("value", "derivative"))
    places = {(one.where["function"], one.where["z"]): one.mean for one in slope}
    for one in value:
        function, z = one.where["function"], one.where["z"]
        yield f"{function} {z:g} value {one.mean:.6f} derivative {places[function, z]:.6f}"


def brightness_shift(results, recipe):
    symbol = "a" if recipe.settings.shift == "scale" else "b"
    for one in results.metrics:
        if one.name == "accuracy":
            sure = results.metric("confidence", **one.where).mean
            yield f"{one.where['model']} {one.where[symbol]:g} accuracy {one.mean:.4f} confidence {sure:.4f}"


def composition(results, recipe):
    degrees = [f"{one.mean:.0f}" for one in results.metrics if one.name == "degree"]
    yield f"degrees {' '.join(degrees)}"
    for one in results.metrics:
        if one.name == "pieces":
            yield f"pieces {one.where['depth']} {one.mean:.0f}"


def counterexample(results, recipe):
    for seed in recipe.settings.seed_list:
        where = {"model": recipe.settings.model, "seed": seed}
        before = results.metric("label_before", **where).mean
        try:
            flip, after = (results.metric(name, **where).mean for name in ("flips_at", "label_after"))
        except KeyError:
            flip, after = float("nan"), before
        yield f"seed {seed} flips_at {flip:.4f} before {before:.0f} after {after:.0f}"


def dead_relu(results, recipe):
    for rate in recipe.settings.learning_rates:
        off, right = (results.metric(name, learning_rate=rate).mean for name in ("dead_share", "accuracy"))
        yield f"learning_rate {rate:g} dead_share {off:.4f} accuracy {right:.4f}"


def linear_regions(results, recipe):
    where = {"depth": recipe.settings.depth, "width": recipe.settings.width}
    pieces, rate = (results.metric(name, **where) for name in ("pieces", "pieces_per_neuron"))
    for seed, count in zip(results.seeds, pieces.per_seed, strict=True):
        yield f"seed {seed} pieces {count:.0f}"
    yield f"mean {pieces.mean:.4f} per unit {rate.mean:.4f}"


def linear_vs_nonlinear(results, recipe):
    for model in ("logistic", "linear-twin", "network"):
        right = results.metric("accuracy", model=model)
        yield f"{model} accuracy {right.mean:.4f} lowest {min(right.per_seed):.4f}"


def max_pool(results, recipe):
    a, b = recipe.settings.a, recipe.settings.b
    for model in ("relu", "relu-pooled", "cnn", "cnn-standardised"):
        before, after = (results.metric("accuracy", model=model, a=at[0], b=at[1]).mean for at in ((1.0, 0.0), (a, b)))
        yield f"{model} before {before:.4f} after {after:.4f}"
    yield f"commutes_residual {results.metric('commutes_residual').mean:.4f}"


def output_probability(results, recipe):
    names = ("confidence", "accuracy", "calibration_error")
    for at, seed in enumerate(results.seeds):
        values = [f"{name} {results.metric(name).per_seed[at]:.4f}" for name in names]
        yield f"seed {seed} {' '.join(values)}"
    yield f"mean calibration_error {results.metric('calibration_error').mean:.4f}"


def sigmoid_squash(results, recipe):
    yield f"logit(.992) / logit(.994) = {results.checks[0].value:.4f}"
    saturated, high = (results.metric(name).mean for name in ("share_saturated", "share_above_0.992"))
    yield f"share_saturated {saturated:.4f} share_above_0.992 {high:.4f}"
    for scale in recipe.settings.scales:
        change, right = (results.metric(name, scale=scale).mean for name in ("mean_abs_change", "accuracy"))
        yield f"scale {scale:g} mean_abs_change {change:.4f} accuracy {right:.4f}"


def units_needed(results, recipe):
    for hidden in recipe.settings.hidden:
        for width in recipe.settings.widths:
            value, negative = (
                results.metric(name, hidden=hidden, width=width).mean
                for name in (recipe.settings.measure, "negative_weight_share")
            )
            yield f"{hidden} {width} value {value:.4f} negative_weight_share {negative:.4f}"


def universal_approximation(results, recipe):
    for one in results.metrics:
        yield f"units {one.where['units']} rmse {one.mean:.4f} lowest {min(one.per_seed):.4f}"


def vanishing_gradient(results, recipe):
    for hidden in recipe.settings.hidden:
        first = results.metric("log10_gradient", hidden=hidden, layer=1).mean
        ratio = results.metric("log10_ratio", hidden=hidden).mean
        yield f"{hidden} log10_gradient in layer 1 {first:.4f} log10_ratio {ratio:.4f}"


def what_neurons_see(results, recipe):
    names = ("template_correlation",)
    if recipe.settings.what == "maximise":
        names = ("maximised_correlation", "maximised_probability")
    for name in names:
        yield f"{name} {results.metric(name).mean:.4f}"


def xor(results, recipe):
    for one in results.metrics:
        yield f"units {one.where['units']} success_share {one.mean:.4f} lowest {min(one.per_seed):.4f}"


def expected_lines(picture, recipe):
    """All lines; a measurement of time promises none."""
    return list(globals()[recipe.name.replace("-", "_")](picture.results, recipe))
