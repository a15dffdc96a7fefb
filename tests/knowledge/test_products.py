import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import products as module
from knowledge.features import Rows
from knowledge.products import Products


def random_rows(seed, n_rows, n_features, share):
    rng = np.random.default_rng(seed)
    matrix = rng.standard_normal((n_rows, n_features)) * (rng.random((n_rows, n_features)) < share)
    row, feature = np.nonzero(matrix)
    starts = np.searchsorted(row, np.arange(n_rows + 1))
    return Rows(starts, feature, matrix[row, feature].astype(np.float32)), matrix


@given(
    seed=st.integers(0, 99),
    n_rows=st.integers(1, 40),
    n_features=st.integers(1, 60),
    share=st.sampled_from([0.0, 0.02, 0.3, 1.0]),
)
def test_products_are_those_of_the_matrix(seed, n_rows, n_features, share):
    rows, matrix = random_rows(seed, n_rows, n_features, share)
    duals = np.random.default_rng(seed).standard_normal((n_rows, 3)).astype(np.float32)
    products = Products(rows, n_features)
    assert np.allclose(products.of_texts(duals), matrix @ matrix.T @ duals, atol=1e-3)
    assert np.allclose(products.weights(duals), matrix.T @ duals, atol=1e-3)
    assert np.allclose(products.scores(products.weights(duals)), matrix @ matrix.T @ duals, atol=1e-3)


@pytest.mark.parametrize(("frequent", "chunk"), [(1, 512), (5, 1), (5, 7), (10_000, 3)])
def test_how_the_work_is_cut_changes_nothing(monkeypatch, frequent, chunk):
    monkeypatch.setattr(module, "_FREQUENT", frequent)
    monkeypatch.setattr(module, "_CHUNK", chunk)
    rows, matrix = random_rows(1, 30, 50, 0.2)
    duals = np.eye(30, dtype=np.float32)
    assert np.allclose(Products(rows, 50).of_texts(duals), matrix @ matrix.T, atol=1e-4)
