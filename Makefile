# `make` alone lists the verbs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help build release run demo stop test test-sanitize simulate bench lint clean packages test-packages

SWIFT ?= swift
# What `make run` and `make bench` hand to the program: make run ARGUMENTS="--port 9000"
ARGUMENTS ?=
# Tests that run at once. Each may start PostgreSQL processes, so more than the cores help little.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 4

help: ## List these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: packages ## Build the program, and the phone in the terminal, for debugging
	$(SWIFT) build --product readiness
	$(SWIFT) build --product readiness-phone

release: packages ## Build the optimised program; it needs no Swift on the machine it runs on
	$(SWIFT) build -c release --product readiness --static-swift-stdlib

run: build ## Run the server in the foreground
	exec "$$($(SWIFT) build --show-bin-path)/readiness" serve $(ARGUMENTS)

demo: build ## Start a server with a made-up company, and leave it running
	deploy/demo start "$$($(SWIFT) build --show-bin-path)/readiness"

stop: ## Stop what `make demo` started
	deploy/demo stop

test: test-packages ## Run all tests
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest

test-sanitize: test-packages ## Run the database driver's tests under the thread sanitizer
	$(SWIFT) test --sanitize=thread --scratch-path .build-tsan --filter PostgresTests --disable-xctest

# Histories of phones that `make simulate` tries, and how many of them on the product itself with PostgreSQL; from which one
# on; how many at once.
SEEDS ?= 10000
REAL ?= 100
FIRST ?= 1
WORKERS ?= 2

simulate: test-packages ## Try made-up histories of phones: make simulate SEEDS=100000 REAL=1000 FIRST=1
	$(SWIFT) build --build-tests
	READINESS_SIMULATED_SEEDS=$(SEEDS) READINESS_SIMULATED_FIRST=$(FIRST) READINESS_SIMULATED_WORKERS=$(WORKERS) \
	  READINESS_REAL_SEEDS=$(REAL) READINESS_REAL_FIRST=$(FIRST) SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(WORKERS) \
	  $(SWIFT) test --skip-build --disable-xctest --filter 'what must hold does'

bench: packages ## Measure speed, optimised
	$(SWIFT) run -c release Benchmarks $(ARGUMENTS)

lint: ## Check the formatting of Swift and the shell scripts
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	@if command -v shellcheck >/dev/null; then shellcheck deploy/install-packages deploy/demo .ci/run; \
	  else echo "shellcheck is not installed: the scripts were not checked." >&2; fi

clean: stop ## Stop the demo; delete its data and everything built
	deploy/demo delete
	rm -rf .build .build-tsan

packages:
	@deploy/install-packages

test-packages:
	@deploy/install-packages test
