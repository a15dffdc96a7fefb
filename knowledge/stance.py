"""Tells whether a statement asserts or denies a claim, learned from the sentences that assert and deny the claims."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge.features import (
    Arrays,
    FeatureSpace,
    Floats,
    Rows,
    Vector,
    Whole,
    fingerprints,
    join_names,
    largest_product,
    split_names,
)
from knowledge.learning import Learner, duals_before, key_of
from knowledge.negation import segments_of, split_by_negation, wording_of
from knowledge.ridge import fit_ridge

# Chosen by leaving out one sentence at a time; the result is flat around these values.
_PENALTY = 1.0
_SHARE_OF_CLAIM = 2.0
# A wording that stands in one sentence only teaches nothing.
_FEWEST = 2
# What denials have in common counts less than what the claim's own sentences show: with much of both it misleads more
# often ("also", "my") than it helps. Chosen on labelled posts, flat from 0.2 to 0.5.
_SHARE_OF_GENERAL = 0.4


class StanceModel:
    """A linear model: how denials are worded in general, and what asserts or denies each single claim, in which words.

    The second part knows that negation turns a statement round: "relu is linear" and "relu isn't linear" are the same
    words with opposite sign. It sees the signs twice, once for each clause as a whole and once for what the negation
    reaches ("not the activation but the weights"). A third part, the claim's wordings as they are, is fitted
    apart: in one fit with the others it adds nothing, beside them it mends a fifth of their errors.

    Args:
        space: features of the statements' contents; its first rows are the statements.
        statements: the texts, each asserting or denying a claim.
        owners: the number of the claim of each.
        asserted: 1 where it asserts its claim, -1 where it denies it.
        learner: recalls the model that was fitted to the same statements.
    """

    def __init__(
        self, space: FeatureSpace, statements: Sequence[str], owners: Whole, asserted: Floats, learner: Learner
    ) -> None:
        self._space = space
        rows = space.rows
        key = key_of(rows.starts, rows.features, rows.values, owners, asserted, *statements)
        arrays = learner.recall("stance", key)
        if arrays is None:
            arrays = self._learned(statements, owners, asserted, learner.latest("stance"))
            learner.keep("stance", key, arrays)
        names = split_names(arrays["wordings"])
        self._wordings = dict(zip(names, enumerate(arrays["rarities"].tolist()), strict=True))
        self._codes, self._weights = arrays["codes"], arrays["weights"]
        self._own_codes, self._own_weights = arrays["own_codes"], arrays["own_weights"]

    def _learned(self, statements: Sequence[str], owners: Whole, asserted: Floats, before: Arrays | None) -> Arrays:
        wordings, general = _learn_wordings(statements)
        rows = self._space.rows
        contents = [
            self._content(int(owner), text, Vector(rows.features[start:end], rows.values[start:end]))
            for owner, text, start, end in zip(owners, statements, rows.starts, rows.starts[1:], strict=False)
        ]
        codes = np.concatenate([found for found, _ in contents]) if contents else np.zeros(0, dtype=np.int64)
        values = np.concatenate([found for _, found in contents]) if contents else np.zeros(0, dtype=np.float32)
        starts = np.cumsum([0, *(len(found) for found, _ in contents)])
        codes, place = np.unique(codes, return_inverse=True)
        claim = np.repeat(owners, np.diff(general.starts))
        own_codes, own = np.unique(claim * len(wordings) + general.features, return_inverse=True)
        side_by_side = _side_by_side(general, Rows(starts, place.astype(np.int64), values), len(wordings))
        own_rows = Rows(general.starts, own.astype(np.int64), general.values)
        names = fingerprints(f"{owner}\n{text}" for owner, text in zip(owners, statements, strict=True))
        weights, duals = _fitted(side_by_side, len(wordings) + len(codes), asserted, names, before, "duals")
        own_weights, own_duals = _fitted(own_rows, len(own_codes), asserted, names, before, "own_duals")
        return {
            "names": names,
            "duals": duals,
            "own_duals": own_duals,
            "wordings": join_names(wordings),
            "rarities": np.array([rarity for _, rarity in wordings.values()], dtype=np.float64),
            "codes": codes,
            "weights": weights,
            "own_codes": own_codes,
            "own_weights": own_weights,
        }

    def score(self, claim: int, statement: str, content: Vector) -> float:
        """Tell how much a statement asserts a claim: about 1 if it does, about -1 if it denies it."""
        features, values = _wording_vector(self._wordings, statement)
        general = float(values @ self._weights[features])
        codes, signed = self._content(claim, statement, content)
        of_claim = _known_sum(self._codes, self._weights[len(self._wordings) :], codes, signed)
        own = _known_sum(self._own_codes, self._own_weights, claim * len(self._wordings) + features, values)
        return _SHARE_OF_GENERAL * general + of_claim + own

    def _content(self, claim: int, statement: str, content: Vector) -> tuple[Whole, Floats]:
        """Give the content's features for one claim, numbered apart from those of other claims, with both signs."""
        size = max(len(self._space), 1)
        scale = np.float32(np.sqrt(_SHARE_OF_CLAIM / largest_product()))
        negated = self._signed(content, segments_of(statement))
        said, denied = split_by_negation(statement)
        reached = self._signed(content, [(said, 1.0), (denied, -1.0)])
        return (
            np.concatenate([2 * claim * size + negated.features, (2 * claim + 1) * size + reached.features]),
            np.concatenate([negated.values, reached.values]) * scale,
        )

    def _signed(self, content: Vector, parts: Sequence[tuple[str, float]]) -> Vector:
        """Give the features of a statement's parts, each with its sign, together as long as the content is."""
        parts = [(part, sign) for part, sign in parts if part.strip()]
        if len(parts) < 2:
            return Vector(content.features, content.values * np.float32(parts[0][1] if parts else 1))
        vectors = [(self._space.vector(part), sign * np.sqrt(len(part.split()))) for part, sign in parts]
        features, place = np.unique(np.concatenate([vector.features for vector, _ in vectors]), return_inverse=True)
        signed = np.concatenate([vector.values * np.float32(size) for vector, size in vectors])
        total = np.bincount(place, signed, minlength=len(features)).astype(np.float32)
        features, total = features[total != 0], total[total != 0]
        length = float(np.sqrt((total**2).sum())) or 1.0
        return Vector(features, total * np.float32(float(np.sqrt((content.values**2).sum())) / length))


def _fitted(
    rows: Rows, n_features: int, targets: Floats, names: Whole, before: Arrays | None, of: str
) -> tuple[Floats, Floats]:
    """Give the weights, and the duals that the next learning may begin with."""
    if not len(rows):
        return np.zeros(n_features, dtype=np.float32), np.zeros((0, 1), dtype=np.float32)
    start = duals_before(names, 1, before, of)
    weights, duals = fit_ridge(rows, n_features, targets[:, None].astype(np.float32), _PENALTY, start)
    return weights[:, 0], duals


def _known_sum(known: Whole, weights: Floats, codes: Whole, values: Floats) -> float:
    """Add up the weights of those codes that are known; these are sorted."""
    place = np.searchsorted(known, codes)
    found = np.flatnonzero(place < len(known))
    found = found[known[place[found]] == codes[found]]
    return float(values[found] @ weights[place[found]])


def _learn_wordings(statements: Sequence[str]) -> tuple[dict[str, tuple[int, float]], Rows]:
    """Number the wordings that several statements share, the rarer with more weight, and give the statements' rows."""
    names = [list(wording_of(text)) for text in statements]
    counts = Counter(name for found in names for name in set(found))
    shared = [name for name, count in counts.items() if count >= _FEWEST]
    wordings = {name: (number, float(np.sqrt(np.log(len(names) / counts[name])))) for number, name in enumerate(shared)}
    vectors = [_wording_vector(wordings, text) for text in statements]
    starts = np.cumsum([0, *(len(features) for features, _ in vectors)])
    if not vectors:
        return wordings, Rows(starts, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
    return wordings, Rows(
        starts.astype(np.int64),
        np.concatenate([features for features, _ in vectors]),
        np.concatenate([values for _, values in vectors]),
    )


def _wording_vector(wordings: dict[str, tuple[int, float]], statement: str) -> tuple[Whole, Floats]:
    found = {wordings[name] for name in wording_of(statement) if name in wordings}
    ordered = sorted(found)
    values = np.array([value for _, value in ordered], dtype=np.float32)
    length = float(np.sqrt((values**2).sum()))
    return np.array([number for number, _ in ordered], dtype=np.int64), values / np.float32(length or 1)


def _side_by_side(left: Rows, right: Rows, n_left: int) -> Rows:
    """Give rows that have the features of both, those of the right one numbered after the left ones."""
    n = len(left)
    row = np.concatenate(
        [np.repeat(np.arange(n), np.diff(left.starts)), np.repeat(np.arange(n), np.diff(right.starts))]
    )
    order = np.argsort(row, kind="stable")
    return Rows(
        (left.starts + right.starts).astype(np.int64),
        np.concatenate([left.features, right.features + n_left])[order],
        np.concatenate([left.values, right.values])[order].astype(np.float32),
    )
