# Two commands on a fresh machine: `make run` and `make test`. Each sets up what it needs.
.PHONY: run test check soak bench conformance lock words

PYTHON ?= python3
BIN := .venv/bin

run:
	@$(PYTHON) set_up.py run
	@exec $(BIN)/niangjia run

test:
	@$(PYTHON) set_up.py test
	@$(BIN)/pytest -q -n 2 --dist loadfile -m "not long"

check:
	@$(PYTHON) set_up.py test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/niangjia check
	@$(MAKE) --no-print-directory test

soak:
	@$(PYTHON) set_up.py soak
	@$(BIN)/pytest -q -n 2 --dist loadfile soak
	@$(BIN)/pytest -q -n 2 --dist loadfile -m long niangjia tests

bench:
	@$(PYTHON) set_up.py test
	@$(BIN)/python -m bench

conformance:
	@$(PYTHON) set_up.py run
	@$(BIN)/python -m conformance "$(VECTORS)"

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url
lock:
	@$(PYTHON) set_up.py test
	$(LOCK) requirements/run.in -o requirements/run.txt
	$(LOCK) requirements/dev.in -c requirements/run.txt -o requirements/dev.txt
	$(LOCK) requirements/tool.in -o requirements/tool.txt
	$(LOCK) requirements/node.in -o requirements/node.txt
	$(LOCK) requirements/spark.in -c requirements/run.txt -o requirements/spark.txt
	$(LOCK) bench/peers.in -o bench/peers.txt

words:
	@mkdir -p build
	$(BIN)/pybabel -q extract --omit-header --no-location -F locale/babel.cfg -o build/django.pot .
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --no-wrap -D django -i build/django.pot -d locale
	@sed -i -E '/^"(Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By): /d' \
		locale/*/LC_MESSAGES/django.po
	$(BIN)/pybabel -q compile -D django -d locale
