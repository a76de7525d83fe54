# Two commands are enough: `make demo` and `make test`. Both work alone on a fresh machine.
.DEFAULT_GOAL := help
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
UV := 0.13.9
export PORT
REMEMBER := -o cache_dir=var/stories # which stories failed
ONCE_MORE = echo "Something failed, see above. Asked once more, alone; what fails twice fails."; \
  $(BIN)/pytest --quiet --last-failed --last-failed-no-failures none

help: ## this table
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/uv:
	@.ci/python -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV)

$(VENV)/.product: $(BIN)/uv uv.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv sync --quiet --active --frozen --inexact --no-dev
	@touch $@

$(VENV)/.tools: $(BIN)/uv uv.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv sync --quiet --active --frozen --inexact
	@touch $(VENV)/.product $@

demo: $(VENV)/.product ## install, load the demo and run the product on 127.0.0.1:PORT (8000)
	@$(BIN)/python manage.py demo
	@exec $(BIN)/python manage.py run

test: $(VENV)/.tools ## install what the tests need and run them (DATABASE_URL chooses the database)
	@.ci/browser
	@$(BIN)/pytest --numprocesses auto --quiet || { $(ONCE_MORE); }

journeys: $(VENV)/.tools ## whole stories in a real browser over the running product, in two processes with a product each
	@.ci/browser
	@export JOURNEYS=1; $(BIN)/pytest --numprocesses 2 --dist loadfile --quiet $(REMEMBER) tests/journeys || { \
	  $(ONCE_MORE) $(REMEMBER) tests/journeys; }

check: $(VENV)/.tools ## everything that CI asks: format, lint, types, arrows, migrations, tests on both databases, journeys
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(MAKE) mjml5-check
	$(MAKE) test
	DATABASE_URL=$${POSTGRES_URL:-postgres://postgres@127.0.0.1:5432/postgres} $(MAKE) test
	$(MAKE) journeys

format: $(VENV)/.tools ## rewrite the code in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

screenshots: $(VENV)/.tools ## pages and letters at 375 and 1280 px, light and dark, into var/screenshots
	@.ci/browser
	@$(BIN)/python tests/bench/screenshots.py

picture: $(VENV)/.tools ## the README's picture: one article, three faces
	@.ci/browser
	@$(BIN)/python tests/bench/picture.py

docs: $(VENV)/.tools ## rewrite the generated reference
	@$(BIN)/python manage.py write_reference

mjml5: $(VENV)/.tools ## rewrite the skeletons and npm mjml 5's letters that ours are compared with (needs Node)
	@$(BIN)/python tests/mjml5/write.py

mjml5-check: $(VENV)/.tools ## whether npm mjml 5 still makes the committed letters; says why where it cannot run
	@$(BIN)/python tests/mjml5/check.py

bench-compile: $(VENV)/.tools ## compile time of a full issue beside npm mjml 5 and a plain Django render
	@$(BIN)/python tests/bench/compile.py

bench-send: $(VENV)/.tools ## messages a second with the ledger on PostgreSQL, beside Django's backend (MESSAGES=1000 for a figure)
	@.ci/mail_servers
	@$(BIN)/python tests/bench/send.py

torture: $(VENV)/.tools ## kill senders, schedulers, PostgreSQL, brokers and a disk while letters leave (LONG=1 for two hours; SEED=... again)
	@$(BIN)/python -m tests.torture --seed "$(SEED)" $(if $(LONG),--long)

bench-build: $(VENV)/.tools ## CPU time of one personalized message beside Django's own mail classes
	@$(BIN)/python tests/bench/build.py

bench-expand: $(VENV)/.tools ## a million subscriptions become deliveries while a sender claims (READERS=50000 for fewer; PostgreSQL)
	@$(BIN)/python tests/bench/expand.py $(READERS)

bench-embedded: $(VENV)/.tools ## a hundred thousand readers on SQLite while people sign up: nothing locked, lost or sent twice (READERS=5000 for fewer)
	@$(BIN)/python tests/bench/embedded.py $(READERS)

bench-bombing: $(VENV)/.tools ## a hundred thousand sign-ups for one victim, and whether answers differ in time (SIGN_UPS=5000 for fewer; PostgreSQL)
	@$(BIN)/python tests/bench/bombing.py $(SIGN_UPS)

bench-import: $(VENV)/.tools ## a million rows of a file become readers, in flat memory (ROWS=100000 for fewer, UNDO=1 takes them back, ALIKE=1 is one reader in all rows; PostgreSQL)
	@$(BIN)/python tests/bench/imports.py $(ROWS) $(if $(UNDO),--undo) $(if $(ALIKE),--alike)

bench-inbound: $(VENV)/.tools ## a million events of a provider, one in ten told twice, are stored and heard (EVENTS=20000 for fewer; PostgreSQL)
	@$(BIN)/python tests/bench/inbound.py $(EVENTS)

bench-replan: $(VENV)/.tools ## fifty thousand readers of a course are asked anew after an edit of its pace (READERS=5000 for fewer; PostgreSQL)
	@$(BIN)/python tests/bench/replan.py $(READERS)

.PHONY: help demo test journeys check format screenshots picture docs mjml5 mjml5-check bench-compile torture bench-build bench-send bench-expand bench-embedded bench-bombing bench-import bench-inbound bench-replan
