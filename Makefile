# The steps are in dev.py, which needs nothing but Python 3.11 or newer.
PYTHON ?= python3

.PHONY: run test check format bench serve texts lock setup
run test check format bench serve texts lock setup:
	@$(PYTHON) dev.py $@
