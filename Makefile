# Every target sets up what it needs; nothing has to be installed by hand.
#   make demo    walk the example talk through the main job
#   make test    build the wheel and run all tests against it
#   make lint    ruff, mypy, import contracts, generated docs
#   make check   lint and test
#   make bench   measure, as ratios to a peer or a lower bound in the same run
#   make docs    write the generated pages anew

PYTHON ?= python3
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
READY := $(VENV)/.ready
WHEEL_VENV := build/wheel-venv
CONSTRAINTS := .ci/constraints.txt
# Start-up figures and the wheel both want byte code.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint check bench docs golden clean
.DELETE_ON_ERROR:

demo: $(READY)
	rm -rf build/demo
	$(BIN)/speakprep demo build/demo

check: lint test

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python docs/generate.py --check

# The wheel is built from the sdist, and the tests run against the installed
# wheel: the dependencies come from $(VENV), speakprep itself does not.
test: $(READY)
	rm -rf build/dist $(WHEEL_VENV)
	$(BIN)/python -m build --no-isolation --outdir build/dist . >build/build.log 2>&1 \
		|| { cat build/build.log; exit 1; }
	$(BIN)/python -m venv --without-pip $(WHEEL_VENV)
	$(BIN)/python .ci/link_packages.py $(WHEEL_VENV)
	$(BIN)/python -m pip --python $(WHEEL_VENV) install --quiet --no-deps --no-index \
		build/dist/speakprep-*.whl
	SPEAKPREP_TESTED=$(CURDIR)/$(WHEEL_VENV) $(WHEEL_VENV)/bin/python -P -m pytest -n 2 $(TESTS)

# make bench PAIRS=pairs.jsonl TEXTS=abstracts.jsonl measures on pairs and abstracts of your own.
bench: $(READY)
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/cfp_lint.py $(TEXTS)
	$(BIN)/python benchmarks/deck.py
	$(BIN)/python benchmarks/anchoring.py
	$(BIN)/python benchmarks/push.py
	$(BIN)/python benchmarks/fidelity.py $(PAIRS)
	$(BIN)/python benchmarks/chunks.py $(PAIRS)
	$(BIN)/python benchmarks/translate.py
	$(BIN)/python benchmarks/audio.py
	$(BIN)/python benchmarks/rehearsal_truth.py
	$(BIN)/python benchmarks/alignment.py

docs: $(READY)
	$(BIN)/python docs/generate.py

# Write the golden files anew; read the difference before committing it.
golden: $(READY)
	SPEAKPREP_GOLDEN=write $(BIN)/python -m pytest -q -k golden || true
	git diff --stat -- tests

clean:
	rm -rf build dist $(VENV)

$(READY): pyproject.toml $(CONSTRAINTS)
	mkdir -p build
	$(PYTHON) .ci/make_venv.py $(VENV)
	$(BIN)/python -m pip install --quiet --constraint $(CONSTRAINTS) \
		"hatchling" --editable ".[dev]"
	touch $@
