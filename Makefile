# flairscope: what people type. "make help" lists it.
.DEFAULT_GOAL := help
PREFIX ?= /usr/local
# CASE: a case folder to open in place of the bundled one, as in: make run CASE=~/study/sub-07
CASE ?=
# What "make bench" measures with: the bundled case unless others are named.
sample := samples/sub-19
FLAIR ?= $(sample)/sub-19_space-MNI_FLAIR.nii.gz
REFERENCE ?= $(sample)/sub-19_space-MNI_label-lesion_desc-consensus_mask.nii.gz
CANDIDATE ?= $(sample)/sub-19_space-MNI_label-lesion_desc-SIMULATEDrater2_mask.nii.gz
PYTHON ?= python3
SECONDS ?= 600
# What "make fuzz" attacks: TARGETS="weights journal" for some of them.
TARGETS ?= images weights journal toml terminal viewer
program := .build/release/flairscope

.PHONY: help prepare build run test check client docs bench bench-engine fuzz install uninstall test-install dist deb test-dist test-slurm test-tables clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' $(MAKEFILE_LIST) | awk -F@ '{ printf "%-20s%s\n", $$1, $$2 }'

prepare: ## check Swift and install the missing Debian packages
	@sh Scripts/prepare

build: prepare ## build the release program
	swift build -c release --product flairscope

run: build ## build, then open the viewer on the bundled case, or on CASE=FOLDER
	@$(if $(CASE),$(program) view "$(CASE)",$(program) demo)

test: prepare check ## check the rules of the sources, then run all tests in release
	swift test -c release

check: ## the rules of the sources alone (imports, arrows, format, no traps, file lengths)
	@sh Scripts/check-sources
	@sh Scripts/folder-arrows check
	@sh Scripts/check-format

client: ## build the example of using the libraries, and run it on the bundled case
	swift build --package-path Examples/AgreementClient --scratch-path .build-client
	.build-client/debug/agreement-client $(sample)

docs: ## the documentation of the libraries, as a site below .build/documentation
	swift package --allow-writing-to-directory .build/documentation generate-documentation \
	  --target VolumeModel --target Segmenter --enable-experimental-combined-documentation \
	  --output-path .build/documentation

bench: prepare ## speed against SciPy, MedPy, SimpleITK and nibabel: FLAIR=... REFERENCE=... CANDIDATE=...
	swift build -c release --product flairscope
	swift build -c release --product volume-benchmark
	$(PYTHON) Benchmarks/volumes.py .build/release "$(FLAIR)" "$(REFERENCE)" "$(CANDIDATE)"

bench-engine: prepare ## speed of the network against PyTorch
	swift build -c release --product engine-benchmark
	$(PYTHON) Benchmarks/Engine/engine.py .build/release --layers

fuzz: prepare ## feed the readers broken input for SECONDS (600) a target, findings are kept in .build-fuzz/findings
	Fuzz/run $(SECONDS) $(TARGETS)

install: build ## copy program, sample, themes, manual pages and completions below PREFIX (/usr/local)
	Scripts/install $(program) "$(PREFIX)" "$(DESTDIR)"

uninstall: ## remove what install copied
	Scripts/install --remove - "$(PREFIX)" "$(DESTDIR)"

test-install: build ## install into a folder of its own, run from there, remove
	Scripts/test-install $(program)

dist: prepare ## a tarball that runs on any Linux, with its SHA-256, in .build-dist
	Scripts/build-static .build-static
	Scripts/dist .build-static/release/flairscope .build-dist

deb: dist ## a Debian package of that tarball, beside it
	Scripts/make-deb .build-dist/flairscope-*.tar.gz

test-dist: ## run tarball and package in an empty root and in a bare Debian; as root, after make deb
	Scripts/test-dist .build-dist

test-tables: build ## R and pandas read the tables of a study and compute their numbers again
	Scripts/test-tables $(program)

test-slurm: build ## all commands that share work on a SLURM that is started here, with jobs killed at random; as root
	Scripts/test-slurm $(program)

clean: ## remove what was built
	rm -rf .build .build-static .build-dist
