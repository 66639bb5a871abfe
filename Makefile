# flairscope: what people type. "make help" lists it.
.DEFAULT_GOAL := help
PREFIX ?= /usr/local
# CASE: a case folder to open in place of the bundled one, as in: make run CASE=~/study/sub-07
CASE ?=
program := .build/release/flairscope

.PHONY: help prepare build run test check install uninstall clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1@\2/p' $(MAKEFILE_LIST) | awk -F@ '{ printf "%-18s%s\n", $$1, $$2 }'

prepare: ## check Swift and install the missing Debian packages
	@sh Scripts/prepare

build: prepare ## build the release program
	swift build -c release --product flairscope

run: build ## build, then open the viewer on the bundled case, or on CASE=FOLDER
	@$(if $(CASE),$(program) view "$(CASE)",$(program) demo)

test: prepare check ## check the rules of the sources, then run all tests in release
	swift test -c release

check: ## the rules of the sources alone (imports, no traps, file lengths)
	@sh Scripts/check-sources

install: build ## copy program and bundled case below PREFIX (/usr/local)
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/flairscope"
	install -m 755 $(program) "$(DESTDIR)$(PREFIX)/bin/flairscope"
	cp -R samples "$(DESTDIR)$(PREFIX)/share/flairscope/"

uninstall: ## remove what install copied
	rm -f "$(DESTDIR)$(PREFIX)/bin/flairscope"
	rm -rf "$(DESTDIR)$(PREFIX)/share/flairscope"

clean: ## remove what was built
	rm -rf .build
