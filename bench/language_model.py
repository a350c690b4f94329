"""Wall time of a check by a language model: `make bench`.

The model is a server on this machine that takes a second for every answer. An article of 40 claims is checked eight
questions at a time; the bound is what those seconds alone would take. Start-up, retrieval and the program's own work
are what the same check takes when the server answers at once.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from math import ceil
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from servers import Reply, ScriptedServer, honest

from factcheck.claims.chain import WINDOW_WORDS
from factcheck.llm import CHARACTERS

CLAIMS, CONCURRENCY, LATENCY, ROUNDS = 40, 8, 1.0, 3
FACTCHECK = [sys.executable, "-m", "factcheck"]


def article(folder: Path) -> Path:
    """Forty sentences that the starter corpus has something on."""
    path = folder / "article.md"
    rows = [f"In {1980 + n} the James Webb Space Telescope had {n + 2} mirrors of gold." for n in range(CLAIMS)]
    path.write_text("# Mirrors\n\n" + " ".join(rows) + "\n", encoding="utf-8")
    return path


def checked(home: Path, path: Path, latency: float) -> tuple[float, dict[str, Any], int]:
    """Seconds of the whole command, its report, and the characters that the server was sent."""

    def answer(request: dict[str, Any]) -> Reply:
        return replace(honest(request), delay=latency)

    with ScriptedServer(answer=answer) as server:
        words = ["check", str(path), "--home", str(home), "--model", "openai:slow", "--base-url", server.url]
        words += ["--no-cache", "--concurrency", str(CONCURRENCY), "--format", "json"]
        began = perf_counter()
        out = subprocess.run([*FACTCHECK, *words], capture_output=True, text=True, check=True).stdout
        seconds = perf_counter() - began
        sent = sum(len(turn["content"]) for request in server.requests for turn in request["messages"])
        return seconds, json.loads(out), sent


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        subprocess.run([*FACTCHECK, "corpus", "add", "--home", str(home), "corpus"], capture_output=True, check=True)
        path = article(Path(folder))
        checked(home, path, 0.0)
        slow, quick = [], []
        for _ in range(ROUNDS):
            quick.append(checked(home, path, 0.0)[0])
            seconds, report, sent = checked(home, path, LATENCY)
            slow.append(seconds)
    claims, calls = len(report["claims"]), report["run"]["calls"]
    windows = ceil(len(report["article"]["text"].split()) / WINDOW_WORDS)
    bound = ceil(windows / CONCURRENCY) + ceil(claims / CONCURRENCY)
    waiting = median(slow) - median(quick)
    print(f"{claims} claims, {calls} calls, {CONCURRENCY} at a time, {LATENCY:g} s each: bound {bound} s")
    print(f"whole command {median(slow):.2f} s, with instant answers {median(quick):.2f} s")
    print(f"waiting for the model {waiting:.2f} s = {waiting / (bound * LATENCY):.2f} of the bound")
    print(f"about {sent / CHARACTERS / claims:,.0f} tokens sent a claim, the rules with every one of them")


if __name__ == "__main__":
    main()
