# make run: the forum on http://127.0.0.1:8000 · make test: everything that must be true
.PHONY: run test test-all soak check schema words assets setup system

PYTHON ?= python3
BIN := .venv/bin
TEST := $(BIN)/python -W error -m pytest
BOTH := -n 2 --dist loadscope --no-loadscope-reorder
NODE := $(shell command -v node || echo $(BIN)/node)
export PYTHONTZPATH :=
export PYTHONDONTWRITEBYTECODE :=

run: setup
	@FORUM_DEMO=$${FORUM_DEMO-1} $(BIN)/python -m flask --app wsgi forum serve

test: setup system check
	$(TEST) $(BOTH) --ignore=tests/journeys
	$(TEST) $(BOTH) tests/journeys

test-all: export FORUM_LONG = 1
test-all: test

soak: setup
	$(BIN)/python -m tests.tools.soak

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

schema: setup
	$(BIN)/python -m flask --app wsgi forum schema > migrations/schema.sql

setup: .venv/ready assets

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@command -v node >/dev/null || $(BIN)/python tests/tools/node_from_wheel.py $(BIN)
	@touch $@

assets: static/dist/manifest.json

static/dist/manifest.json: .venv/ready node_modules/ready $(shell find static -type f -not -path 'static/dist/*')
	PYTHON=$(BIN)/python $(NODE) static/build.mjs

node_modules/ready: package.json package-lock.json .venv/ready
	$(dir $(NODE))npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# What the tests need from the system; installed only where that is allowed, said loudly where not.
system: .venv/ready
	@$(BIN)/python tests/tools/system_packages.py
