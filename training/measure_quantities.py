"""How often figures differ on development pairs, by label: `python training/measure_quantities.py --data DATA`.

`--set own` (the default) reads verify/own, any other name the sets in verify/dev and verify/train that begin with it.
`--show LABEL` prints the pairs of that label in which something differs, since a false alarm is best understood by
reading it.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from factcheck.quantities import Finding
from factcheck.quantities.comparison import compare

LABELS = ("supported", "contradicted", "unverifiable")
KINDS = ("wrong-number", "wrong-date", "wrong-unit", "number-respelled", "date-respelled", "rounding", "unit-converted")


def pairs(data: Path, name: str) -> Iterator[dict[str, str]]:
    folder = data / "verify"
    found = folder.glob("own/*.jsonl") if name == "own" else folder.glob(f"*/{name}*.jsonl.gz")
    for path in sorted(found):
        with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
            yield from map(json.loads, lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", default="own")
    parser.add_argument("--show", choices=LABELS)
    options = parser.parse_args()
    total: Counter[str] = Counter()
    differ: Counter[str] = Counter()
    agree: Counter[str] = Counter()
    for pair in pairs(options.data, options.set):
        claim, evidence, label = pair["claim"], pair["evidence"], pair["label"]
        found = compare(claim, evidence)
        differing = [each for each in found if each.finding is Finding.DIFFERS]
        for key in (label, pair.get("kind", "").replace("_", "-")):
            total[key] += 1
            differ[key] += bool(differing)
            agree[key] += any(each.finding is Finding.AGREES for each in found)
        for each in differing if label == options.show else ():
            ours, theirs = claim[each.claim.start : each.claim.end], evidence[each.source.start : each.source.end]
            print(f"{each.claim.kind}: {ours} | {theirs}\n  {claim}\n  {evidence}")
    for key in (*LABELS, *KINDS):
        if total[key]:
            shares = f"differs {differ[key] / total[key]:6.2%}  agrees {agree[key] / total[key]:6.2%}"
            print(f"{key:17} {total[key]:5} pairs  {shares}")


if __name__ == "__main__":
    main()
