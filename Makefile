# The same few commands on a desk and in CI. `make run` and `make test` set up everything that they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The matrices here are small: more threads only make the cores fight.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
STAMP := $(VENV)/.installed
RUN_STAMP := $(VENV)/.installed-run
PEERS_STAMP := $(VENV)/.installed-peers

.PHONY: run test lint format peers bench verify gallery lock clean

run: $(RUN_STAMP)  ## start the web site, and Discord if DISCORD_TOKEN is set
	$(BIN)/rectify run

test: $(STAMP) lint  ## lint, types and all tests
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

peers: $(PEERS_STAMP)  ## gradients and steps of every optimiser against torch, a large download
	$(BIN)/pytest -n 0 tests/peers $(PYTEST_ARGS)

bench: $(PEERS_STAMP)  ## ratios against named peers, and the bars of speed
	$(BIN)/python -m benchmarks

verify: $(STAMP)  ## re-run every number that the text takes from a simulation
	$(BIN)/rectify kb verify

gallery: $(STAMP)  ## docs/gallery.md and the pictures of README and docs, drawn by the program
	$(BIN)/rectify sim gallery docs

lock:  ## resolve the dependencies anew; the lock files name no index and no host
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --upgrade -o requirements.lock
	$(BIN)/uv pip compile --quiet pyproject.toml --extra dev --extra postgres --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements.lock --upgrade -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Rectify needs Python 3.11 or newer; set PYTHON=…")'
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): $(BIN)/python requirements.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

# A CPU build of torch is enough: with PIP_FIND_LINKS or PIP_EXTRA_INDEX_URL pip finds one where it is kept.
$(PEERS_STAMP): $(STAMP)
	$(BIN)/pip install --quiet --disable-pip-version-check '.[peers]'
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(STAMP): $(BIN)/python requirements-dev.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@ $(RUN_STAMP)
