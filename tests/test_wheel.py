"""The wheel: what `pip install` gives is whole, away from this folder."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this folder."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_prompts_models_and_licence_are_inside(wheel: Path) -> None:
    """Everything the program reads when it runs is in the wheel, and nothing that only development needs."""
    names = set(zipfile.ZipFile(wheel).namelist())
    prompts = {f"factcheck/prompts/{path.name}" for path in (ROOT / "prompts").glob("*.md")}
    models = {f"factcheck/models/{path.name}" for path in (ROOT / "factcheck" / "models").iterdir()}
    assert prompts
    assert "factcheck/models/verifier.onnx" in models
    assert prompts | models <= names
    assert any(name.endswith("LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "training/", "corpus/", "examples/")) for name in names)


def test_installed_elsewhere_it_checks_an_article(wheel: Path, tmp_path: Path) -> None:
    """In a new environment, in an empty folder, the `factcheck` command indexes a document and checks an article.

    The packages it depends on are lent from this environment; installing them anew is pip's own affair.
    """
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", wheel], check=True, capture_output=True)
    packages = Path(
        subprocess.check_output([python, "-c", "import site; print(site.getsitepackages()[0])"], text=True).strip()
    )
    (packages / "lent.pth").write_text("\n".join(site.getsitepackages()))
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "river.md").write_text("The river Sarre is 312 kilometres long.\n")
    (desk / "article.md").write_text("The river Sarre is 312 kilometres long. What a river!\n")
    environment = {"PATH": os.environ["PATH"], "FACTCHECK_HOME": str(desk / "home")}

    def type_(*words: str) -> str:
        command = [str(python.with_name("factcheck")), *words]
        return subprocess.run(command, cwd=desk, env=environment, check=True, capture_output=True, text=True).stdout

    where = subprocess.check_output([python, "-c", "import factcheck; print(factcheck.__file__)"], cwd=desk, text=True)
    assert Path(where.strip()).is_relative_to(home)
    assert type_("corpus", "add", "river.md") == "1 added\n"
    report = type_("check", "article.md")
    assert "> The river Sarre is 312 kilometres long." in report
    assert "What a river!" in report
