# The commands of this project. Each line calls a script; the scripts say what they do.
.PHONY: run test package prepare e2e bindings help

help:
	@echo "make run      build, and open the window on a demo profile with sample licenses"
	@echo "make test     everything: formatting, lints, unit tests, conformance, the real window"
	@echo "make package  .deb and .rpm, checked by unpacking"

run:
	@scripts/run

test:
	@scripts/test

package:
	@scripts/package

# What the three above begin with: the system packages and npm's.
prepare:
	@scripts/prepare

# Only the tests that drive the real window.
e2e:
	@scripts/e2e

# Writes what is generated and committed.
bindings:
	@cargo xtask bindings
	@cargo xtask errors-doc
