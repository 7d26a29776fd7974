PYTHON ?= python3

.PHONY: run test demo-reset bench pictures check

run: ## set up everything and start; PORT=8123 DATA=dir make run moves it
	@$(PYTHON) scripts/prepare.py && exec .venv/bin/nettmelding run

test: ## all checks and tests, on SQLite and PostgreSQL
	@$(PYTHON) scripts/prepare.py --tests && exec .venv/bin/python scripts/test.py

check: ## what is quick: style, types, import contracts
	@$(PYTHON) scripts/prepare.py --tests && exec .venv/bin/python scripts/test.py --checks-only

demo-reset: ## forget what was done in the demonstration and start over
	@rm -rf "$${DATA:-data}" && echo "The demonstration starts over at the next make run."

bench: ## times and query counts on a large database; BENCH_SIZE=1000000 for the big one, BENCH_ONLY=installations for another
	@$(PYTHON) scripts/prepare.py --tests && exec .venv/bin/python -m benchmarks

pictures: ## every page in its main states into pictures/, with an index page
	@$(PYTHON) scripts/prepare.py --tests && exec env PICTURES=pictures .venv/bin/pytest tests/e2e/test_pages.py
