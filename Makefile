# Coursebook. `make` alone lists what there is.
PYTHON ?= python3
VENV   := .venv
NEXT   := .venv-next
BIN    := $(VENV)/bin
TEST   := $(BIN)/python -m pytest
MANY   := --numprocesses=auto --maxprocesses=4 --dist=loadfile
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help site serve dossier test check faults fuzz firefox losses peers hosts slow bench format lock clean
.DEFAULT_GOAL := help

help:    ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

site: $(VENV)/site.stamp    ## build the course into site/ (nothing is replaced if a check fails)
	$(BIN)/coursebook build

serve: $(VENV)/site.stamp    ## serve the course on http://127.0.0.1:8000 and rebuild on every change
	$(BIN)/mkdocs serve --watch hooks --watch bib

dossier: $(VENV)/site.stamp    ## write the documents that an accrediting body requires into dossier/ (confidential; the PDF needs Chromium)
	$(BIN)/coursebook export dossier

test: $(VENV)/dev.stamp    ## run the tests (installs a browser from the system's packages if necessary)
	@$(PYTHON) tests/browser.py --install
	$(TEST) $(MANY)

check: $(VENV)/dev.stamp    ## the checks of CI: code style, types, the course's own checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/coursebook check

faults: $(VENV)/dev.stamp    ## seed faults in copies of the course; all must be reported (three minutes)
	$(TEST) tests/course/test_faults.py tests/course/test_links_faults.py tests/engine/test_rules_of_bodies.py -m slow $(MANY)

fuzz: $(VENV)/dev.stamp    ## search for pages that the engine misreads, and time 5,000 questions (a few minutes)
	$(TEST) tests/engine/test_question_properties.py tests/engine/test_malformed.py -m slow

firefox: $(VENV)/dev.stamp    ## answer each kind of question in Firefox (installs firefox-esr from the system's packages)
	@command -v firefox-esr firefox >/dev/null || apt-get install -y -qq firefox-esr
	$(TEST) tests/engine/test_firefox.py -m slow

losses: $(VENV)/dev.stamp    ## kill 200 simulated browsers at random points: nothing may be lost (a few minutes)
	@$(PYTHON) tests/browser.py --install
	$(TEST) tests/engine/test_losses.py -m slow

peers: $(VENV)/dev.stamp    ## compare with other programs: TypeScript for the scripts, Node for marking, other parsers for import (needs npm)
	$(TEST) tests/engine/test_types.py tests/engine/test_importing_peers.py tests/engine/test_marking.py -m slow -rs

hosts: $(VENV)/dev.stamp $(NEXT)/site.stamp    ## build the course with ProperDocs and MaterialX, and compare (one minute)
	@$(PYTHON) tests/browser.py --install
	$(TEST) tests/engine/test_hosts_minimal.py tests/course/test_hosts.py -m slow

slow: $(VENV)/dev.stamp    ## every other slow test: all pages and schemes with axe, 200 questions a page, 10,000 answer sheets
	@$(PYTHON) tests/browser.py --install
	$(TEST) tests/engine/test_questions_browser.py tests/engine/test_long_pages.py tests/engine/test_grading.py \
	  tests/engine/test_fidelity.py tests/engine/test_importing.py tests/engine/test_golden.py tests/engine/test_record.py \
	  tests/course/test_browser.py tests/course/test_review.py -m slow -rs

bench: $(VENV)/dev.stamp    ## compare build times with plain Material (a few minutes)
	$(BIN)/python tests/bench.py
	$(BIN)/python tests/bench_links.py

format: $(VENV)/dev.stamp    ## format and fix the Python code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/site.stamp    ## renew requirements*.txt from pyproject.toml
	$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/python -m pip --quiet install uv
	$(VENV)-lock/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --extra setup pyproject.toml -o requirements.txt
	$(VENV)-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --extra setup --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(VENV)-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --extra setup --override tests/hosts/instead.txt -c requirements.txt \
	  pyproject.toml tests/hosts/next.in -o tests/hosts/next.txt
	rm -rf $(VENV)-lock

clean:    ## remove everything that was built or installed
	rm -rf site dossier .cache $(VENV) $(NEXT) hooks/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/site.stamp: requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(NEXT)/site.stamp: tests/hosts/next.txt pyproject.toml
	$(PYTHON) -m venv $(NEXT)
	$(NEXT)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r tests/hosts/next.txt
	$(NEXT)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/site.stamp
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@
