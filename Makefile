# The project's verbs. `make demo` and `make test` are all that a newcomer needs.

PYTHON ?= python3
SERVE ?= 1
PORT ?= 8000
BROWSER ?= 1
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
LOCK := --quiet --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: help setup demo test torture eval bench bless samples lock release clean usb

help:
	@echo "make demo      set up, clean the samples, build index and site, serve them (SERVE=0: do not serve, PORT=$(PORT))"
	@echo "make test      set up what is missing, run every test (BROWSER=0: without those in a browser)"
	@echo "make torture   kills, flipped bytes, harmed copies, floods and load, at length (an hour)"
	@echo "make setup     set up .venv alone"
	@echo "make usb       the site as a folder for a memory stick, in usb/"
	@echo "make eval      measure cleaning where $(SHARED)/eval exists"
	@echo "make bench     measure speed and quality beside other programs (N=20000: cost of so many copies)"
	@echo "make bless CASE=samples/NAME   take today's cleaning of one sample as expected, show the difference"
	@echo "make samples   clean the samples anew into archive/"
	@echo "make release   wheel, sdist, SBOM and checksums into dist/, tried in a bare environment (SNAPSHOT=1: of any state)"
	@echo "make lock      resolve the locks from pyproject.toml"

setup: $(VENV)/.ready

$(VENV)/bin/python:
	@sh scripts/venv.sh "$(PYTHON)" "$(VENV)"

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-test: requirements-dev.lock $(VENV)/.ready
	$(PIP) -r requirements-dev.lock
	@touch $@

$(VENV)/.ready-bench: requirements-bench.lock $(VENV)/.ready-test
	$(PIP) -r requirements-bench.lock
	@touch $@

demo: setup
	$(BIN)/gonghui scrape --manifest samples/manifest.csv samples
	$(BIN)/gonghui build
ifneq ($(SERVE),0)
	$(BIN)/gonghui serve --port $(PORT)
endif

usb: setup
	$(BIN)/gonghui build --offline usb

ifeq ($(BROWSER),0)
SELECT := -m "not browser"
endif

test: $(VENV)/.ready-test
ifneq ($(BROWSER),0)
	@sh scripts/browser.sh
endif
	$(BIN)/python -m pytest -n auto $(SELECT) $(ARGS)

torture: $(VENV)/.ready-test
	GONGHUI_TORTURE=1 $(BIN)/python -m pytest -n auto tests/torture tests/doors/test_store.py tests/golden/test_golden_faces.py $(ARGS)

eval: $(VENV)/.ready-test
	@SHARED="$(SHARED)" BIN="$(BIN)" sh scripts/eval.sh

bench: $(VENV)/.ready-bench
ifdef N
	$(BIN)/python -m benchmarks.scale $(N) --json build/scale.json --svg build/scale.svg
else
	$(BIN)/python -m benchmarks
endif

bless: $(VENV)/.ready-test
	@test -n "$(CASE)" || { echo "name a sample: make bless CASE=samples/NAME" >&2; exit 2; }
	$(BIN)/python scripts/bless.py "$(CASE)"

samples: setup
	rm -rf archive/documents archive/originals archive/ledgers archive/kept archive/FORMAT archive/manifest-sha256.txt
	$(BIN)/gonghui scrape --archive archive --manifest samples/manifest.csv samples

lock: $(VENV)/.ready-test
	$(BIN)/uv pip compile $(LOCK) --extra build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --extra build --extra test --extra dask --extra s3 --extra release \
	  --constraint requirements.lock -o requirements-dev.lock pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --extra build --extra bench --constraint requirements-dev.lock \
	  -o requirements-bench.lock pyproject.toml

release: $(VENV)/.ready-test
	$(BIN)/python scripts/release.py

clean:
	rm -rf site usb build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis archive/index
