# North Star: `make` lists what there is to do.
SHELL := /bin/sh
.DEFAULT_GOAL := help

# The first Python on this machine that is new enough, unless PYTHON names one.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
PORT ?= 8000
FRONT := examples/astro
VENV := .venv
BIN := $(VENV)/bin
export PYTHONPATH := site
export PYTHONUNBUFFERED := 1

# Production settings need an environment; a check of them needs one that is plainly not real.
CHECK_ENVIRONMENT := SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	ALLOWED_HOSTS=example.org BASE_URL=https://example.org MAIL_FROM=newsroom@example.org \
	CONSENT_KEYS=$$($(BIN)/python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())') \
	DATABASE_URL=postgresql://nobody@127.0.0.1:1/none DJANGO_SETTINGS_MODULE=config.settings.production

.PHONY: help env demo demo-reset serve test race fuzz bench bench-report bench-growth wrk screens budgets lint lint-types lint-rest lint-weaknesses clients clients-check front audit sbom format lock machine machine-check

help: ## List these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1|\2/' | \
		while IFS='|' read -r command meaning; do printf '  %-18s %s\n' "$$command" "$$meaning"; done

env: $(VENV)/installed ## Make the environment from the hashed lock

$(VENV)/installed: requirements/dev.txt
	@if ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "North Star needs Python 3.11 or newer: install it, or name one with 'make PYTHON=/path/to/python'." >&2; exit 1; fi
	@"$(PYTHON)" -m venv $(VENV) || { \
		echo "Python's venv module is missing: on Debian, install python3-venv." >&2; exit 1; }
	@echo "Installing the packages that requirements/dev.txt names…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/dev.txt
	@touch $@

demo: env ## Run the whole site with demo content on 127.0.0.1:8000 (PORT=… for another port)
	@exec $(BIN)/python -m demo.supervisor run --port "$(PORT)"

serve: demo ## The same as demo

demo-reset: env ## Remove the demo's data, so that the next `make demo` starts over
	@exec $(BIN)/python -m demo.supervisor reset

test: env machine-check ## Run every test, in a browser too, on a throwaway PostgreSQL
	@exec $(BIN)/python -m pytest -n 2 --dist worksteal $(PYTEST_ARGUMENTS)

race: env ## Take a page down a thousand times while eight readers ask two processes for it
	@RACE_TRIALS=1000 exec $(BIN)/python -m pytest -q tests/attacks/test_take_down_race.py

fuzz: env ## Ask the API more than 20,000 questions that a machine made up (FUZZ_EXAMPLES=… for each operation)
	@FUZZ_EXAMPLES="$${FUZZ_EXAMPLES:-1500}" $(BIN)/python -m pytest -s tests/web/test_api_fuzz.py

bench: env wrk ## Measure the site against stock Wagtail and nginx (BENCH_PAGES, BENCH_SECONDS, BENCH_ROUNDS)
	@exec $(BIN)/python -m bench $(BENCH_ARGUMENTS)

bench-report: env wrk ## The same, and write docs/benchmarks.md
	@exec $(BIN)/python -m bench --write docs/benchmarks.md $(BENCH_ARGUMENTS)

bench-growth: env wrk ## Measure it at 200, 2,000 and 20,000 stories a language (BENCH_LARGEST for less)
	@exec $(BIN)/python -m bench --growth $(BENCH_ARGUMENTS)

# `bench` itself says what is missing.
wrk:
	@{ command -v wrk && { command -v nginx || test -x /usr/sbin/nginx; }; } >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq wrk nginx-light >/dev/null; fi; } || true

screens: env machine ## Take pictures of every page of the demo that runs (PORT=…) in another terminal, and those of the docs
	@exec $(BIN)/python -m tests.browser.make_pictures "http://127.0.0.1:$(PORT)"

budgets: env machine ## Measure every page of the demo that runs (PORT=…), as a phone on a slow line gets it
	@exec $(BIN)/python -m tests.browser.make_budgets "http://127.0.0.1:$(PORT)"

# What the tests need of the machine beside Python. Debian's root gets it; anybody else is told what is missing.
# A browser that is missing is a failure, never a skip.
HAS_CHROMIUM := test -x "$${CHROMIUM:-/usr/bin/chromium}"
# What WeasyPrint draws with. The demo runs without it and offers no PDF; a test that is not run proves nothing.
PANGO_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-noto-cjk
HAS_PANGO := ldconfig -p | grep -q 'libpangoft2-1\.0\.so' && ldconfig -p | grep -q 'libharfbuzz-subset\.so'
# Who cleans files does not judge whether they are clean. (The site itself runs without it.)
# It opens office files and zips by Archive::Zip.
EXIFTOOL_PACKAGES := libimage-exiftool-perl libarchive-zip-perl
HAS_EXIFTOOL := { command -v exiftool && perl -MArchive::Zip -e1; } >/dev/null 2>&1
# Debian's clamd, with signatures of the tests' own: nothing is fetched.
HAS_CLAMD := { command -v clamd || test -x /usr/sbin/clamd; } >/dev/null
# A real cache in front of the site, which understands PURGE.
NGINX_PACKAGES := nginx-light libnginx-mod-http-cache-purge
HAS_NGINX := { { command -v nginx || test -x /usr/sbin/nginx; } && test -e /usr/lib/nginx/modules/ngx_http_cache_purge_module.so; } >/dev/null
# A real S3. Where it cannot be had, the tests of it say loudly that they prove nothing.
CEPH_PACKAGES := ceph-mon ceph-osd radosgw ceph-common
HAS_CEPH := { command -v radosgw && command -v ceph-osd && command -v ceph-mon; } >/dev/null
INSTALL := DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=600

# Debian's way to install a server without starting it.
POLICY := /usr/sbin/policy-rc.d
START_NOTHING := test -e $(POLICY) || { trap 'rm -f $(POLICY)' EXIT INT TERM; printf '\043!/bin/sh\nexit 101\n' >$(POLICY); chmod +x $(POLICY); }

machine: ## Install what the tests need of the machine (Debian, as root)
	@seen=$$({ $(HAS_CHROMIUM); } || echo chromium; { $(HAS_PANGO); } || echo $(PANGO_PACKAGES)); \
	plain=$$({ $(HAS_EXIFTOOL); } || echo $(EXIFTOOL_PACKAGES); { $(HAS_CLAMD); } || echo clamav-daemon; \
		{ $(HAS_NGINX); } || echo $(NGINX_PACKAGES); { $(HAS_CEPH); } || echo $(CEPH_PACKAGES)); \
	if [ -n "$$seen$$plain" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		$(START_NOTHING); apt-get update -qq; \
		{ [ -z "$$seen" ] || $(INSTALL) $$seen; } >/dev/null; \
		{ [ -z "$$plain" ] || $(INSTALL) --no-install-recommends $$plain; } >/dev/null; fi || true

# Each says what is missing, with what it is for.
machine-check: machine
	@$(HAS_CHROMIUM) || { \
		echo "The browser tests need Chromium: install Debian's package 'chromium', or set CHROMIUM to its program." >&2; exit 1; }
	@{ $(HAS_PANGO); } || { \
		echo "The tests of PDF need Pango and fonts: install Debian's packages $(PANGO_PACKAGES)." >&2; exit 1; }
	@$(HAS_EXIFTOOL) || { \
		echo "The tests of media need ExifTool: install Debian's packages $(EXIFTOOL_PACKAGES)." >&2; exit 1; }
	@$(HAS_CLAMD) || { echo "The tests of media need clamd: install Debian's package 'clamav-daemon'." >&2; exit 1; }
	@$(HAS_NGINX) || { \
		echo "The tests of take-downs need nginx: install Debian's packages $(NGINX_PACKAGES)." >&2; exit 1; }

lint: env ## Check format, style, imports, templates, migrations, settings, types, licences and known weaknesses
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint-types lint-rest lint-weaknesses clients-check

# The types take as long as all the rest.
lint-types: env
	$(BIN)/mypy site/newsroom

lint-rest: env
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint site
	$(BIN)/python -m dependencies licences
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python -W ignore manage.py makemigrations --check --dry-run
	$(CHECK_ENVIRONMENT) $(BIN)/python manage.py check --deploy --fail-level WARNING

# A weakness that became known turns this red; a machine that no advisory service answers says so and goes on.
lint-weaknesses: env
	$(BIN)/python -m dependencies advisories --where-reachable

CLIENT := clients/typescript
NPM := npm --prefix $(CLIENT) --silent
PRINT_OPENAPI := DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python -W ignore manage.py print_openapi

clients: env $(CLIENT)/node_modules/installed ## Make the types of the TypeScript client anew, after the API changed
	$(PRINT_OPENAPI) > $(CLIENT)/openapi.json
	$(NPM) run generate

clients-check: env $(CLIENT)/node_modules/installed ## Check that the client is of today's API, compile and test it
	@$(PRINT_OPENAPI) | cmp -s - $(CLIENT)/openapi.json || { \
		echo "The API is not what $(CLIENT)/openapi.json says: run 'make clients', read the difference, commit it." >&2; exit 1; }
	$(NPM) run generated
	$(NPM) test

front: $(FRONT)/node_modules/installed ## Build the example front end from the demo that runs (PORT=…) in another terminal
	@NORTH_STAR="http://127.0.0.1:$(PORT)" npm --prefix $(FRONT) run build

# The locks have names, versions and hashes, and no addresses: whichever registry is configured serves them, which takes
# minutes for the front end. So it is fetched while other things run, and whoever needs it waits for it. No package runs
# a script of its own while it is installed. A registry that did not answer is asked twice more, a while later.
NPM_CI := --no-audit --no-fund --ignore-scripts --loglevel=error
%/node_modules/installed: %/package-lock.json
	@command -v npm >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && $(INSTALL) npm >/dev/null; fi; }
	@command -v npm >/dev/null || { echo "The TypeScript client needs Node.js 18 and npm, the example front end Node.js 20." >&2; exit 1; }
	@$$(command -v flock >/dev/null && echo flock $<) sh -c 'test $@ -nt $< || { \
		for pause in 10 30 0; do npm --prefix $* ci $(NPM_CI) >/dev/null && touch $@ && exit; sleep $$pause; done; exit 1; }'

audit: env ## Ask for known weaknesses of what production installs (2: no service could be asked, so nothing is known)
	@$(BIN)/python -m dependencies licences
	@exec $(BIN)/python -m dependencies advisories

sbom: env ## Write down what production installs, with hashes, as CycloneDX: .cache/sbom.cdx.json
	@mkdir -p .cache
	@$(BIN)/cyclonedx-py requirements requirements/lock.txt --pyproject pyproject.toml --mc-type application \
		--output-reproducible --of JSON --output-file .cache/sbom.cdx.json
	@echo "The bill of materials is in .cache/sbom.cdx.json."

format: env ## Rewrite the Python files in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## Resolve the dependencies anew (needs uv)
	@command -v uv >/dev/null || { echo "'make lock' needs uv: 'pip install uv'." >&2; exit 1; }
	uv pip compile pyproject.toml $(LOCK_OPTIONS) --upgrade --output-file requirements/lock.txt
	uv pip compile pyproject.toml $(LOCK_OPTIONS) --upgrade --group dev --output-file requirements/dev.txt

# Names, versions and hashes only: an address in a lock would bind it to one machine's registry.
LOCK_OPTIONS := --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header
