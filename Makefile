# Everything a newcomer needs. Each target first makes sure of its environment, which takes no time once it stands.
PYTHON ?= python3
SHELL := /bin/sh
PY := .venv/bin/python
# Extras of pyproject.toml that the site has too: `make run EXTRAS=sign-in`.
EXTRAS ?=
# A process for each processor, and one more where browsers are waited for (tests/conftest.py); the tests of a module
# stay together, since they share what it loads.
PYTEST := $(PY) -m pytest -n auto --dist loadfile
ON_POSTGRESQL = not browser and not no_database
BOOTSTRAP = @command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not installed here: on Debian, \`apt-get install python3 python3-pip\`." >&2; exit 1; }; \
	$(PYTHON) requirements/bootstrap.py
FONTS = @$(PYTHON) requirements/fonts/set_up.py
UV = .venv-lock/bin/uv --no-config pip compile --quiet --universal --python-version 3.11 --upgrade \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links

.PHONY: run staff test full messages lint bench audit drill soak lock
.DEFAULT_GOAL := run

run:  ## the site on this machine, with the fixtures in it
	$(BOOTSTRAP) run $(EXTRAS)
	$(FONTS)
	@$(PY) manage.py serve

staff:  ## a staff account, made by asking
	$(BOOTSTRAP) run $(EXTRAS)
	@$(PY) manage.py make_staff

# The second pass finds what the first has compiled, whatever is usual on a machine.
test full: export PYTHONDONTWRITEBYTECODE =

test:  ## the suite on SQLite, then all that touches a database on a throwaway PostgreSQL
	$(BOOTSTRAP) run test
	$(FONTS)
	@$(PYTEST)
	@$(PY) -m tests.postgres $(PYTEST) -m "$(ON_POSTGRESQL)"

full:  ## the same with large seeds
	$(BOOTSTRAP) run test
	$(FONTS)
	@$(PYTEST) --full
	@$(PY) -m tests.postgres $(PYTEST) -m "$(ON_POSTGRESQL)" --full

messages:  ## the list of texts to translate, after texts were changed
	$(BOOTSTRAP) run test
	@$(PY) -m tests.messages

lint:  ## layout and common mistakes
	$(BOOTSTRAP) run test lint
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check

bench:  ## this site's search beside others, timed; ARGS="--sizes 5000" does less
	$(BOOTSTRAP) bench --into .venv-bench
	@.venv-bench/bin/python -m bench $(ARGS)

audit:  ## what Lighthouse, the Nu checker and Adobe’s say of the pages; ARGS="--runs 1" is quicker
	$(BOOTSTRAP) run test
	@$(PY) -m tests.audit $(ARGS)

drill:  ## the site as on a server, and what happens when things go wrong; writes docs/drill.md
	$(BOOTSTRAP) run test
	@$(PY) -m tests.drill --write $(ARGS)

soak:  ## the same site under mixed traffic for an hour: does a worker grow
	$(BOOTSTRAP) run test
	@$(PY) -m tests.drill --soak 60 $(ARGS)

lock:  ## newer versions of the dependencies, with their hashes
	$(BOOTSTRAP) lock --into .venv-lock
	$(UV) pyproject.toml --output-file requirements/run.txt
	$(UV) pyproject.toml --extra sign-in --constraints requirements/run.txt --output-file requirements/sign-in.txt
	$(UV) pyproject.toml --extra sign-in --group test --constraints requirements/run.txt --output-file requirements/test.txt
	$(UV) pyproject.toml --group bench --constraints requirements/run.txt --output-file requirements/bench.txt
	$(UV) --group fonts --constraints requirements/run.txt --output-file requirements/fonts.txt
	$(UV) --group lint --output-file requirements/lint.txt
	$(UV) --group lock --output-file requirements/lock.txt
