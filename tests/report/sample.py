"""A report made by hand that holds every label, gap and kind of source once; its people and places are invented."""

from __future__ import annotations

import hashlib
from datetime import date

from factcheck.article import Article
from factcheck.claims import Claim, Extraction, Leftover, Reason
from factcheck.corpus import Document, Passage
from factcheck.quantities import Finding
from factcheck.report import CorpusPart, Report, RunPart
from factcheck.report.assembly import compile_report
from factcheck.verdicts import Citation, Figure, Gap, Label, Stance, Unchecked, Verdict

TEXT = """\
Norvik's new ferry line pays for itself, says the mayor

The Norvik to Eldholm ferry opened on 3 May 2018. It carried 412,000 passengers in its first year, mayor Ada Lund said.

Is there a finer crossing? Hardly. The line cost $48 million [port and ships] and has three *electric* boats.
The council will buy a fourth one next spring. Norvik has 61,000 inhabitants, and tickets are the cheapest on the coast.
"""

PORT = Document(
    id="port-annual-2019",
    title="Annual Report 2019 | Norvik Port Authority",
    sha256="1" * 64,
    publisher="Norvik Port Authority",
    url="https://port.norvik.example/reports/2019_(final).pdf?lang=en&part=1",
    published=date(2020, 2, 14),
    kind="primary",
)
WIRE = Document(
    id="wire-opening",
    title="Ferry line opens a year late",
    sha256="2" * 64,
    publisher="Northern Wire",
    author="J. Haug",
    url="https://wire.example/2019/05/norvik-ferry",
    published=date(2019, 5, 3),
    kind="agency",
)
COUNCIL = Document(
    id="council-minutes-2021",
    title="Minutes of the council, 9 September 2021",
    sha256="3" * 64,
    publisher="Town of Norvik",
    published=date(2021, 9, 9),
    kind="primary",
)
LEDGER = Document(
    id="ledger-costs",
    title="What the ferry cost us",
    sha256="4" * 64,
    publisher="The Eldholm Ledger",
    author="M. Strand",
    url="https://ledger.example/ferry-costs",
    published=date(2021, 11, 30),
    kind="news",
)


def sample_report() -> Report:
    """The report of a finished check of TEXT."""
    article = Article(
        text=TEXT,
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        source="ferry.md",
        title="Norvik's new ferry line pays for itself, says the mayor",
        author="Per Aas",
        published=date(2021, 10, 12),
        url="https://courier.example/norvik-ferry",
    )
    claims, outcomes = zip(*_judged(), strict=True)
    return compile_report(article, Extraction(claims, _leftovers()), outcomes, _corpus(), run())


def empty_report() -> Report:
    """The report of an article in which nothing can be checked, against a corpus without dates."""
    text = "What a lovely morning it was!\n"
    article = Article(text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), source="-")
    left = (Leftover(text.strip(), 0, 29, Reason.OPINION),)
    return compile_report(article, Extraction((), left), [], CorpusPart("starter", "0" * 16, 1, 1, None), run())


def run() -> RunPart:
    """A run of the embedded model at a fixed time."""
    return RunPart(
        checked_at="2026-11-20T09:30:00Z",
        tool="factcheck 0.1.0",
        model="embedded",
        model_fingerprint="9f2c51d07ab3",
        prompts=None,
        embedder="all-MiniLM-L6-v2",
        as_of=None,
        calls=0,
    )


def _corpus() -> CorpusPart:
    return CorpusPart("norvik", "5be1a97c03d24f68", documents=4, passages=37, newest="2021-11-30")


def _judged() -> list[tuple[Claim, Verdict | Unchecked]]:
    opened = cite(WIRE, "The line from Norvik to Eldholm opened on 3 May 2019, a year late.", Stance.CONTRADICTS, 120)
    riders = cite(PORT, "The ferry carried 412,640 passengers in its first year.", Stance.SUPPORTS, 8210, page=14)
    boats = cite(PORT, "Three electric vessels serve the line.", Stance.SUPPORTS, 8402, page=14, heading="Fleet")
    budget = cite(COUNCIL, "The line has cost 48 million dollars to date.", Stance.SUPPORTS, 2011, heading="Item 7")
    bill = cite(LEDGER, "The bill has reached $61 million, ships and quays included.", Stance.CONTRADICTS, 355)
    growth = cite(COUNCIL, "The town grew by 2 per cent in five years.", Stance.NEUTRAL, 640, heading="Item 2")
    return [
        (
            _claim("c1", "The Norvik to Eldholm ferry opened on 3 May 2018.", "opened on 3 May 2018"),
            Verdict(
                Label.CONTRADICTED,
                0.942,
                "The ferry line opened on 3 May 2019, not in 2018, according to Northern Wire.",
                "The source gives the same day a year later and says that the opening was late.",
                citations=(opened,),
                figures=(Figure("3 May 2018", "3 May 2019", Finding.DIFFERS, opened),),
            ),
        ),
        (
            _claim(
                "c2",
                "[The Norvik to Eldholm ferry] carried 412,000 passengers in its first year.",
                "It carried 412,000 passengers in its first year, mayor Ada Lund said.",
                speaker="Ada Lund, mayor of Norvik",
            ),
            Verdict(
                Label.SUPPORTED,
                0.9971,
                "The ferry carried about 412,000 passengers in its first year, according to the Norvik Port Authority.",
                "412,640 rounds to the figure in the article.",
                citations=(riders,),
            ),
        ),
        (
            _claim("c3", "The line cost $48 million [port and ships].", "The line cost $48 million [port and ships]"),
            Verdict(
                Label.UNVERIFIABLE,
                0.61,
                "Two sources of this corpus disagree on what the ferry line cost.",
                "The council counts 48 million, the Ledger 61 million with the quays.",
                gap=Gap.SOURCES_CONFLICT,
                citations=(budget, bill),
                missing="Final accounts of the project would settle it.",
                figures=(
                    Figure("$48 million", "$61 million", Finding.DIFFERS, bill),
                    Figure("$48 million", "48 million dollars", Finding.AGREES, budget),
                ),
            ),
        ),
        (
            _claim("c4", "[The line] has three *electric* boats.", "has three *electric* boats"),
            Verdict(Label.SUPPORTED, 0.88, "The line has three electric boats.", "", citations=(boats,)),
        ),
        (
            _claim("c5", "Norvik has 61,000 inhabitants.", "Norvik has 61,000 inhabitants"),
            Verdict(
                Label.UNVERIFIABLE,
                0.83,
                "No source of this corpus gives the number of Norvik's inhabitants.",
                "The nearest source speaks of growth only.",
                gap=Gap.NEAR_MISS,
                near_misses=(growth,),
                missing="A census figure or a population register.",
            ),
        ),
        (
            _claim("c6", "Tickets [of the ferry] are the cheapest on the coast.", "tickets are the cheapest"),
            Unchecked("the model gave no answer within 60 s"),
        ),
    ]


def _claim(name: str, text: str, quote: str, speaker: str | None = None) -> Claim:
    start = TEXT.index(quote)
    return Claim(name, text, quote, start, start + len(quote), speaker)


def _leftovers() -> tuple[Leftover, ...]:
    found = [
        ("Norvik's new ferry line pays for itself, says the mayor", Reason.HEADING),
        ("Is there a finer crossing?", Reason.QUESTION),
        ("Hardly.", Reason.OPINION),
        ("The council will buy a fourth one next spring.", Reason.PREDICTION),
    ]
    return tuple(Leftover(quote, TEXT.index(quote), TEXT.index(quote) + len(quote), why) for quote, why in found)


def cite(
    document: Document, quote: str, stance: Stance, start: int, *, heading: str = "", page: int | None = None
) -> Citation:
    """A citation of a passage that holds the quote alone."""
    passage = Passage(document, quote, start, start + len(quote), heading=heading, page=page, score=0.7)
    return Citation(quote, stance, passage, start, start + len(quote))
