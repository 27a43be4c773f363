# Adaptive Customer Service: every command that a person types. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help up setup test check lint types backend migrate bench demo docs train lock

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) is not installed; install Python 3.11 or say 'make setup PYTHON=/path/to/python3.11'" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || { echo "make: $(PYTHON) is older than Python 3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

up: $(STAMP)  ## everything: the backend with its own PostgreSQL and, without a key, the offline model; Ctrl-C stops it
	@exec $(BIN)/python -m backend

setup: $(STAMP)  ## the environment: .venv with everything in it (.venv/bin/acs works afterwards)

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: $(STAMP)
	$(BIN)/mypy

test: $(STAMP) lint types  ## lint, types and every test (browser tests where a Chromium is installed)
	$(BIN)/pytest -n auto

check: $(STAMP) lint types  ## fast checks while working: lint, types, the tests that last failed first
	$(BIN)/pytest -n auto --failed-first -m "not browser and not slow"

backend: $(STAMP)  ## the backend in development: starts again when the code changes, its PostgreSQL stays
	@exec $(BIN)/python -m backend --reload

migrate: $(STAMP)  ## bring the database (DATABASE_URL, or the one under .data/) to the newest revision
	$(BIN)/python -m backend.migrating

demo: $(STAMP)  ## the improvement cycle on the sample; prints where the report is
	@$(BIN)/acs improve shared/samples/kavak.jsonl --out runs/demo --fresh --approve

train: $(STAMP)  ## compile the intent detectors from the packs' language material
	$(BIN)/python -m shared.analysis.training

docs: $(STAMP)  ## the pages that are made from the code (docs/cli.md, docs/openapi.json)
	$(BIN)/python -m shared.cli.reference
	$(BIN)/python -m backend.openapi

bench: $(STAMP)  ## the benchmarks; prints the table kept in docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks

lock: $(STAMP)  ## resolve pyproject.toml anew into requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --all-extras --no-emit-index-url --no-header --upgrade pyproject.toml -o requirements.lock
