# Two commands are enough: `make serve` and `make test`. Each installs what it needs into .venv first.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8000

.DEFAULT_GOAL := help
.PHONY: help serve build assets release validate test lint bench clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

# The stamps are renewed when the dependencies change; an installation broken off half-way leaves none.
$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "hasila needs Python 3.11 or later; set PYTHON=…" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

# Scripts, styles and fonts for browsers. A machine without Node is lent one; without that, pages do without, and a note says so.
assets: $(VENV)/.installed  ## bundle what browsers are sent beside the pages, if that is not done
	@{ command -v npm && node -e 'process.exit(parseInt(process.versions.node) < 20)'; } >/dev/null 2>&1 || [ -x $(BIN)/npm ] || \
		$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[assets]' >/dev/null 2>&1 || true
	@$(BIN)/hasila assets

build: assets  ## validate the sources and make a release in build/
	$(BIN)/hasila build

release: assets  ## build, and keep the release for good under its version
	$(BIN)/hasila release

validate: $(VENV)/.installed  ## check the sources, publish nothing
	$(BIN)/hasila validate

serve: build  ## build the release and serve it on http://HOST:PORT
	exec $(BIN)/hasila serve --host $(HOST) --port $(PORT)

# Half of what it takes to collect the tests is compiling them, and each command that a test starts would compile the software.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.tested assets  ## install what the tests need and run all of them
	@tests/install-components
	@shared=$$(mktemp -d) && trap 'rm -rf "$$shared"' EXIT INT TERM && export TESTS_SHARED="$$shared" && \
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile -m 'not alone' && $(BIN)/pytest -m alone tests/live tests/engine

lint: $(VENV)/.tested  ## style, types and import rules only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed  ## measure beside other servers and print ratios; BENCH="…" passes options, BENCH=--help lists them
	$(BIN)/python -m tests.bench $(BENCH)

clean:  ## remove what was built and installed, but no release that is kept
	rm -rf $(VENV)
	[ ! -d build ] || find build -mindepth 1 -maxdepth 1 ! -name releases -exec rm -rf {} +
