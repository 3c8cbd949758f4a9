# The commands of the project. They need Python 3.11 or newer and make, nothing else: what is
# missing is set up in .venv first. All paths are relative, so that any folder name will do.

SHELL := /bin/sh
PYTHON := .venv/bin/python
SYNCED := .venv/.synced
SOURCES := schemas services seeds tests benchmarks docs

# a virtual environment or uv settings of the person at the keyboard are not the project's
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME
unexport UV_PROJECT_ENVIRONMENT UV_PROJECT UV_WORKING_DIRECTORY UV_PYTHON UV_NO_DEV UV_NO_SYNC
unexport UV_LOCKED UV_NO_DEFAULT_GROUPS UV_NO_EDITABLE UV_NO_INSTALL_PROJECT UV_ISOLATED
unexport UV_PYTHON_PREFERENCE UV_MANAGED_PYTHON UV_NO_MANAGED_PYTHON

.DEFAULT_GOAL := help
.PHONY: help setup run test check lint types imports generated format kafka faults bench clean

help: ## say what can be done
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1@\2/p' Makefile | awk -F@ '{ printf "%-18s%s\n", $$1, $$2 }'

setup: $(SYNCED) ## create .venv with everything the lock file names
	@echo ".venv is ready"

run: $(SYNCED) ## show the stream at work: sample articles in, a table of counts out
	@$(PYTHON) -m services demo

test: $(SYNCED) ## run all tests, on a real Kafka too where Java 17 and Maven are at hand
	@$(PYTHON) -m pytest -q

check: lint types imports generated test ## run what CI runs

lint: $(SYNCED) ## check style and layout
	@$(PYTHON) -m ruff check --quiet
	@$(PYTHON) -m ruff format --check --quiet || { echo "make format lays these out:"; $(PYTHON) -m ruff format --check; }

types: $(SYNCED) ## check types
	@$(PYTHON) -m mypy --no-error-summary

imports: $(SYNCED) ## check that imports go one way
	@.venv/bin/lint-imports --no-logo

generated: $(SYNCED) ## check that generated files are up to date
	@$(PYTHON) -m schemas.publish --check
	@$(PYTHON) -m docs.walkthrough --check

format: $(SYNCED) ## lay the code out, and write the generated files anew
	@$(PYTHON) -m ruff check --quiet --fix
	@$(PYTHON) -m ruff format --quiet
	@$(PYTHON) -m schemas.publish
	@$(PYTHON) -m docs.walkthrough

kafka: $(SYNCED) ## run a real Kafka on 127.0.0.1:9092 until Ctrl-C (needs Java 17 and Maven)
	@$(PYTHON) -m tests.kafka

faults: $(SYNCED) ## break workers and brokers by seeded schedules: SEEDS=3 BROKERS=1 RATE=300 FAULTS=kill,sleep
	@$(PYTHON) -m tests.faults $(if $(SEEDS),--seeds $(SEEDS)) $(if $(BROKERS),--brokers $(BROKERS)) \
	  $(if $(RATE),--rate $(RATE)) $(if $(FAULTS),--faults $(FAULTS))

bench: $(SYNCED) ## measure speed on this machine
	@for file in benchmarks/*.py; do $(PYTHON) -m "benchmarks.$$(basename "$$file" .py)" || exit 1; done

clean: ## remove what the commands above have made
	@rm -rf .venv .kafka .state .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage dist
	@find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

$(SYNCED): pyproject.toml uv.lock .venv/bin/uv
	@.venv/bin/uv sync --frozen --quiet
	@touch $(SYNCED)

# uv's version stands once, in pyproject.toml
.venv/bin/uv:
	@for python in python3 python3.11 python3.12 python3.13 python3.14 none; do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	if [ $$python = none ]; then echo "Entente needs Python 3.11 or newer on the PATH" >&2; exit 1; fi; \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	fi; \
	echo "setting up .venv with $$($$python --version), once" >&2; \
	$$python -m venv --clear .venv
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check "$$(grep -o 'uv==[0-9.]*' pyproject.toml)"
