# Adaptive Customer Service: every command that a person types. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
WORKERS ?= auto

.PHONY: help up setup test check lint types pages backend portal workbench migrate admin audit backup restore reset bench load faults compose-test demo docs images train lock

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" && command -v $(PYTHON) >/dev/null || { echo "acs: Python 3.11 is not installed; install it (Debian: sudo apt install python3.11 python3.11-venv) or name it: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m shared.launching setup
	@touch $(STAMP)

up: $(STAMP)  ## everything: portal, backend and workbench, an embedded PostgreSQL, without a key the offline model; Ctrl-C stops it
	@exec $(BIN)/python -m shared.launching up

pages: $(STAMP)
	@$(BIN)/python -m portal --build

setup: $(STAMP)  ## the environment: .venv with everything in it (.venv/bin/acs works afterwards)
	@echo "ready: make up, .venv/bin/acs --help; for who changes it, checks before each commit: pre-commit install (CONTRIBUTING.md)"

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: $(STAMP)
	$(BIN)/mypy

test: $(STAMP) lint types pages  ## lint, types and every test (browser tests where a Chromium is installed)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

check: $(STAMP) lint types  ## fast checks while working: lint, types, the tests that last failed first
	$(BIN)/pytest -n auto --failed-first -m "not browser and not slow"

backend: $(STAMP)  ## the backend in development: starts again when the code changes, its PostgreSQL stays
	@exec $(BIN)/python -m backend --reload

portal: $(STAMP)  ## the portal in development: built again when the code changes; needs a backend at BACKEND_URL (make backend)
	@exec $(BIN)/python -m portal --reload

workbench: $(STAMP)  ## the workbench in development: runs anew when the code changes; needs a backend (make backend), or WORKBENCH_FILES_ONLY=true
	@exec $(BIN)/python -m workbench --reload

migrate: $(STAMP)  ## bring the database (DATABASE_URL, or the one under .data/) to the newest revision
	$(BIN)/python -m backend.migrating

admin: $(STAMP)  ## make whoever has signed up an admin: make admin EMAIL=you@example.com
	@$(BIN)/python -m backend.admin.first "$(EMAIL)"

demo: $(STAMP)  ## the improvement cycle on the sample; prints where the report is
	@$(BIN)/acs improve shared/samples/kavak.jsonl --out "$${RUNS_FOLDER:-runs}/demo" --fresh --approve

backup: $(STAMP)  ## one dated file with database and runs (TO=folder, SECRETS=yes); while everything runs, if you like
	@$(BIN)/python -m backend.backups make $(if $(TO),--to "$(TO)") $(if $(filter yes,$(SECRETS)),--secrets)

restore: $(STAMP)  ## what a backup holds, back in its place: make restore FROM=file (REPLACE=yes over what is there, SECRETS=yes)
	@$(BIN)/python -m backend.backups restore "$(FROM)" $(if $(filter yes,$(REPLACE)),--replace) $(if $(filter yes,$(SECRETS)),--secrets)

reset: $(STAMP)  ## start over: delete the database and what else lies under .data/, after asking (RUNS=yes: runs too; CONFIRM=yes: do not ask)
	@$(BIN)/python -m backend.resetting $(if $(filter yes,$(RUNS)),--runs) $(if $(filter yes,$(CONFIRM)),--yes)

train: $(STAMP)  ## compile the intent detectors from the packs' language material
	$(BIN)/python -m shared.analysis.training

docs: $(STAMP)  ## the pages that are made from the code (docs/cli.md, docs/openapi.json)
	$(BIN)/python -m shared.cli.reference
	$(BIN)/python -m backend.openapi

images: $(STAMP)  ## pictures of every page of portal and workbench into docs/images/; needs an installed Chromium
	$(BIN)/python -m tests.images

bench: $(STAMP)  ## the benchmarks; prints the table kept in docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks

load: $(STAMP)  ## customers and agents on one and on two replicas, with Locust (USERS=36 LASTING=35 SLOW=1000); two to three minutes
	@$(BIN)/python -m tests.load $(if $(USERS),--users $(USERS)) $(if $(LASTING),--seconds $(LASTING)) $(if $(SLOW),--slow-clients $(SLOW))

faults: $(STAMP) pages  ## database, services, disk and model break under traffic, with an account of each; six minutes
	@$(BIN)/python -m tests.faults

compose-test: $(STAMP)  ## the containers, brought up in each profile and walked through; needs a Docker engine; eight minutes and the build
	@$(BIN)/python -m tests.compose

audit: $(STAMP)  ## known holes in the libraries of requirements.lock and unsafe calls in our code; needs the network, and says so
	@$(BIN)/ruff check --select S --ignore S101,S311 --quiet backend portal shared workbench
	@$(BIN)/python -m tests.threats.audit

lock: $(STAMP)  ## resolve pyproject.toml anew into requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --all-extras --no-emit-index-url --no-header --upgrade pyproject.toml -o requirements.lock
