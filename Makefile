# Candor's own tasks. `make` alone lists them.
#
# Two of them set up everything on a fresh Debian machine with a Swift toolchain: `make demo` and
# `make test`.

SHELL := /bin/bash
PREFIX ?= /usr/local
SWIFT ?= swift

# What the build needs of Debian, and what the tests need besides.
BUILD_PACKAGES := libmaxminddb-dev libpcre2-dev libsqlite3-dev libzstd-dev zlib1g-dev uap-core
TEST_PACKAGES := mmdb-bin zstd gzip chromium

STATIC := build/static
RELEASE_FLAGS := -c release --static-swift-stdlib -Xlinker "-L$(CURDIR)/$(STATIC)" \
	--explicit-target-dependency-import-check error
# pkg-config's answers stand before all other folders on the linker's line, so ours has to come from it.
RELEASE := env PKG_CONFIG_PATH="$(CURDIR)/$(STATIC)/pkgconfig" $(SWIFT) build $(RELEASE_FLAGS)
# Optimised as the installed binary is, with the benchmarks, apart from all other builds.
BENCH := env CANDOR_BENCHMARKS=1 $(RELEASE) --scratch-path .build-bench
# What is installed and measured is built for how a training run goes through it, which takes a second
# build of our own modules; with PROFILED=no it is not.
PROFILED ?= yes
profiled = $(if $(filter no,$(PROFILED)),,profile="$$(scripts/profile.sh $(1))" && CANDOR_PROFILE="$$profile") $(1)
# The plugin of the benchmark package builds what it runs by itself, so it has a folder of its own.
STAGES := CANDOR_BENCHMARKS=1 $(SWIFT) package --scratch-path .build-stages
DEBUG_FLAGS := --explicit-target-dependency-import-check error

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: build-packages ## audit a sandbox over HTTP and show the result
	@$(MAKE) --no-print-directory release
	@scripts/demo.sh

.PHONY: test
test: build-packages test-packages ## build and run all tests
	@$(SWIFT) build --build-tests $(DEBUG_FLAGS)
	@scripts/with-test-environment.sh $(SWIFT) test --skip-build --no-parallel $(DEBUG_FLAGS) $(TEST_FLAGS)

.PHONY: test-kill
test-kill: build-packages ## kill an audit at a hundred random points and look at what it left
	@$(SWIFT) build --build-tests $(DEBUG_FLAGS)
	@CANDOR_KILLS=100 scripts/with-test-environment.sh \
	  $(SWIFT) test --skip-build $(DEBUG_FLAGS) --filter AuditKillTests

.PHONY: lint
lint: ## check the format of all Swift code
	@$(SWIFT) format lint --strict --parallel --recursive Package.swift Benchmarks Plugins Sources Tests rules datasets

.PHONY: format
format: ## write all Swift code in the project's format
	@$(SWIFT) format --in-place --parallel --recursive Package.swift Benchmarks Plugins Sources Tests rules datasets

.PHONY: release
release: build-packages $(STATIC) ## build the optimised `candor` that needs no library of ours
	@$(RELEASE) --product candor

.PHONY: install
install: build-packages $(STATIC) ## build `candor` once more, profiled, and copy it to PREFIX/bin (PREFIX=/usr/local)
	@$(call profiled,$(RELEASE)) --product candor
	@install -D -m 0755 "$$($(RELEASE) --show-bin-path)/candor" "$(DESTDIR)$(PREFIX)/bin/candor"
	@strip "$(DESTDIR)$(PREFIX)/bin/candor"
	@echo "installed $(DESTDIR)$(PREFIX)/bin/candor"

.PHONY: test-spark
test-spark: build-packages ## run the Spark job on a small cluster on this machine (downloads PySpark)
	@command -v java > /dev/null || scripts/install-packages.sh openjdk-17-jre-headless
	@python3 -c 'import ensurepip' 2> /dev/null || scripts/install-packages.sh python3-venv
	@$(MAKE) --no-print-directory release
	@deploy/spark/test "$$($(RELEASE) --show-bin-path)/candor"

.PHONY: test-install
test-install: ## check that the installed binary needs no library of ours and works alone
	@scripts/test-install.sh

.PHONY: accuracy
accuracy: build-packages ## measure detection on labelled interviews; writes docs/accuracy.md
	@$(SWIFT) build --build-tests $(DEBUG_FLAGS)
	@CANDOR_ACCURACY="$(CURDIR)/docs" scripts/with-test-environment.sh \
	  $(SWIFT) test --skip-build $(DEBUG_FLAGS) --filter AccuracyTests

.PHONY: bench
bench: bench-build ## measure beside what users would use instead (N=20000 interviews, minutes)
	@scripts/bench.sh "$$($(BENCH) --show-bin-path)" "$(N)"

.PHONY: bench-check
bench-check: build-packages ## build the benchmarks unoptimised: each has to keep up with what it times
	@CANDOR_BENCHMARKS=1 $(SWIFT) build $(DEBUG_FLAGS)

.PHONY: bench-stages
bench-stages: build-packages ## time each stage beside the figures checked in (SHOW=1 or RECORD=1: see CONTRIBUTING)
	@$(STAGES) $(if $(RECORD),--allow-writing-to-package-directory) benchmark \
	  $(if $(RECORD),thresholds update,$(if $(SHOW),run,thresholds check)) --target StageBenchmarks \
	  --no-progress $(if $(SHOW),,--path Benchmarks/stages/Thresholds)

.PHONY: scale
scale: bench-build ## measure growth to a million and the script beside it; writes docs/scale.md
	@Benchmarks/peer/run docs "$$($(BENCH) --show-bin-path)" "$(N)"

.PHONY: bench-build
bench-build: build-packages $(STATIC)
	@python3 -c 'import ensurepip' 2> /dev/null || scripts/install-packages.sh python3-venv
	@$(call profiled,$(BENCH))

.PHONY: fuzz
fuzz: build-packages ## mutate agents and databases with a fixed seed (N=1000000 times, an hour)
	@$(SWIFT) build --build-tests $(DEBUG_FLAGS)
	@CANDOR_FUZZ=$(or $(N),1000000) scripts/with-test-environment.sh \
	  $(SWIFT) test --skip-build $(DEBUG_FLAGS) --filter 'MutationTests|DamagedDatabaseTests'

.PHONY: data
data: release ## build the location data into the user's data directory
	@"$$($(RELEASE) --show-bin-path)/candor" data build

.PHONY: clean
clean: ## remove everything that was built
	rm -rf .build .build-bench .build-stages .build-peers build

# The linker takes a shared library where it finds one. In this folder it finds only the archives.
$(STATIC): Makefile
	@mkdir -p $@/pkgconfig
	@for pair in libmaxminddb:maxminddb libpcre2-8:pcre2-8 sqlite3:sqlite3 zlib:z libzstd:zstd; do \
	  package="$${pair%%:*}"; library="$${pair##*:}"; \
	  archive="$$(find /usr/lib /usr/local/lib -name "lib$$library.a" -print -quit)"; \
	  test -n "$$archive" || { echo "error: lib$$library.a is missing"; exit 1; }; \
	  ln -sf "$$archive" "$@/lib$$library.a"; \
	  printf 'Name: %s\nDescription: the archive of %s\nVersion: 0\nLibs: "-L%s" -l%s\n' \
	    "$$package" "$$package" "$(CURDIR)/$@" "$$library" > "$@/pkgconfig/$$package.pc"; \
	done
	@touch $@

.PHONY: build-packages test-packages
build-packages:
	@scripts/install-packages.sh $(BUILD_PACKAGES)
test-packages:
	@scripts/install-packages.sh $(TEST_PACKAGES)
