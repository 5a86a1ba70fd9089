# Everything runs from .venv, which is made here. Plain `make` prints the targets.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

# One process more than there are cores, since many tests wait for programs that they start.
PROCESSES := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PARALLEL := --numprocesses $(PROCESSES) --maxprocesses 5 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help install serve test test-postgres test-sharded check lint types bench ha fuzz contract docs clients

help: ## Print the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

.venv/pip: constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt pip
	@touch $@

.venv/runtime: .venv/pip pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --build-constraint constraints.txt --editable .
	@touch $@

.venv/development: .venv/runtime
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --group dev
	@touch $@

install: .venv/development ## Install dialbook and what its development needs into .venv

serve: .venv/runtime ## Run the server with a sample inventory (ARGS="--port 9000 …")
	@$(BIN)/dialbook serve --access-log --controls $(ARGS)

test: .venv/development ## Run all tests (ARGS="tests/domain -k …")
	$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

test-postgres: .venv/development ## Run the tests of operations, controls and flows on PostgreSQL (ARGS as above)
	DIALBOOK_TEST_STORE=postgresql $(BIN)/python -m pytest $(PARALLEL) $(or $(ARGS),tests/operations tests/controls tests/flows)

test-sharded: .venv/development ## The same on tables that are spread over partitions (ARGS as above)
	DIALBOOK_TEST_STORE=sharded $(BIN)/python -m pytest $(PARALLEL) $(or $(ARGS),tests/operations tests/controls tests/flows)

lint: .venv/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml
	$(BIN)/shellcheck scripts/container/*.sh examples/shell/*.sh examples/shell/test/*.sh examples/shell/test/bin/*

types: .venv/development
	$(BIN)/mypy

check: lint types test ## Lint, types, import directions, all tests, and those of operations and flows on PostgreSQL too, sharded and not
	$(MAKE) test-postgres test-sharded ARGS="tests/operations tests/flows -k 'not [cli'"

fuzz: .venv/development ## Fuzz for longer than the tests do
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -m fuzz --timeout 3600 $(ARGS)

bench: .venv/development ## Measure, side by side with the references
	$(BIN)/python -m bench $(ARGS)

ha: .venv/development ## Do what docs/failover.md says with Patroni and etcd: kill servers while clients write, and count
	PYTHONPATH=scripts $(BIN)/python -m ha $(ARGS)

contract: .venv/development ## Generate src/dialbook/contract from botocore's service models
	$(BIN)/python scripts/contract.py

docs: .venv/development ## Generate the parts of docs/ that come from the code
	$(BIN)/python scripts/docs.py
