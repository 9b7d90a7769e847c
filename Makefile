# Each target works on a fresh clone by itself, with Python 3.11 or newer and the package index.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never

.PHONY: setup demo test e2e coverage check format lock migration catalogues

setup: .venv/.run

$(BIN)/uv:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check uv==0.13.9

.venv/.run: requirements.txt pyproject.toml | $(BIN)/uv
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e .
	touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.txt
	touch $@

CATALOGUES := $(wildcard lt_admin/*/translations/*/LC_MESSAGES/messages.po)
%.mo: %.po | .venv/.run
	$(BIN)/pybabel -q compile -i $< -o $@
compiled: $(CATALOGUES:.po=.mo)
.PHONY: compiled

demo: .venv/.run compiled
	$(BIN)/lt-admin db upgrade
	$(BIN)/lt-admin demo load --if-empty
	$(BIN)/lt-admin demo serve --port $(PORT)

test: .venv/.dev compiled
	sh tools/machine.sh
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

coverage: .venv/.dev compiled
	$(BIN)/python -m pytest --db sqlite -m 'not browser' --cov --cov-report=term:skip-covered $(ARGS)

e2e: .venv/.dev compiled
	sh tools/machine.sh
	$(BIN)/python -m pytest -m browser $(ARGS)

check: .venv/.dev compiled
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

catalogues: .venv/.dev
	$(BIN)/python tools/catalogues.py

migration: .venv/.dev
	$(BIN)/python tools/migration.py "$(WHAT)"

lock: | $(BIN)/uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --group dev -c requirements.txt -o requirements-dev.txt
