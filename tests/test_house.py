"""The shape of the house: imports go one way, the environment has one reader, `--help` loads nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import factcheck

PACKAGE = Path(factcheck.__file__).parent
# Shelves, doors, rooms in walking order, corridor. A module imports only from rooms named before its own.
WALK = [
    ["errors", "quotes", "quantities"],
    ["settings"],
    ["reading", "sentences", "grammar", "embedder", "llm", "prompts"],
    ["passages", "entailment", "fetching"],
    ["retrieval"],
    ["corpus"],
    ["article"],
    ["claims"],
    ["evidence"],
    ["verdicts"],
    ["report", "ingest"],
    ["pipeline", "upkeep"],
    ["evaluation"],
    ["cli"],
    ["__main__"],
]
RANK = {name: rank for rank, names in enumerate(WALK) for name in names}
HEAVY = {
    "torch", "transformers", "sentence_transformers", "chromadb", "langchain", "langchain_core", "onnxruntime", "spacy",
    "numpy", "trafilatura", "tokenizers", "sklearn", "scipy", "matplotlib", "pint",
    "babel", "dateutil", "text_to_num", "pypdf", "mammoth", "lxml", "httpcore", "protego", "datasketch",
}  # fmt: skip


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The rooms of this package that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{a.name}" for a in node.names] if node.module == "factcheck" else [node.module]
        found |= {name.split(".")[1] for name in names if name.startswith("factcheck.")}
    return found & set(RANK)


def test_every_module_has_its_place_in_the_walk() -> None:
    """A newcomer finds every file of the package in the list above."""
    assert {room(p) for p in PACKAGE.rglob("*.py")} - {"__init__", "models"} == set(RANK)


def test_imports_go_one_way() -> None:
    """No room imports a later one."""
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in PACKAGE.rglob("*.py")
        if room(path) in RANK
        for name in imports(path)
        if name != room(path) and RANK[name] >= RANK[room(path)]
    ]
    assert wrong == []


def test_only_the_settings_read_the_environment() -> None:
    """`os.environ` stands in one file."""
    readers = [p.name for p in PACKAGE.rglob("*.py") if "environ" in p.read_text(encoding="utf-8")]
    assert readers == ["settings.py"]


@pytest.mark.parametrize(
    ("words", "said"), [(["check"], "Check an article"), (["eval", "articles"], "Measure whole checks")]
)
def test_help_loads_no_heavy_package(words: list[str], said: str) -> None:
    """`factcheck --help` answers without any of the packages that take seconds to import."""
    code = (
        f"import sys; sys.argv = ['factcheck', *{words}, '--help']\n"
        "from factcheck.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('LOADED', *sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = {name.split(".")[0] for name in shown.split("LOADED")[1].split()}
    assert said in shown
    assert loaded & HEAVY == set()


def test_nothing_is_printed_and_nothing_exits_outside_the_cli() -> None:
    """Only the corridor speaks to the terminal and ends the program."""
    calls = {
        f"{path.relative_to(PACKAGE)}: {ast.unparse(node.func)}"
        for path in PACKAGE.rglob("*.py")
        if room(path) != "cli"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "sys.exit", "exit"}
    }
    assert calls == set()
