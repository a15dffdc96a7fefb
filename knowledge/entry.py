"""One explanation, and reading it from its Markdown file."""

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from knowledge.citation import Measurement, Source, read_measurements, read_sources
from knowledge.front_matter import Section, read_document

# What stands above this heading is shown in chat; the rest only on the web.
DEEPER_HEADING = "## Going deeper"

ENTRY_KEYS = (
    "title",
    "summary",
    "aliases",
    "questions",
    "faq",
    "related",
    "sims",
    "sources",
    "measured",
    "reviewed",
)


@dataclass(frozen=True)
class FaqPair:
    """A specific sub-question with its own answer of one to three sentences."""

    question: str
    answer: str


@dataclass(frozen=True)
class Entry:
    """One topic: what it says, and how learners ask for it. The file name is the id, the folder the group."""

    id: str
    group: str
    title: str
    summary: str
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    faq: tuple[FaqPair, ...]
    related: tuple[str, ...]
    sims: tuple[str, ...]
    sources: tuple[Source, ...]
    measured: tuple[Measurement, ...]
    reviewed: date
    body: str
    path: str

    @property
    def short(self) -> str:
        """The answer itself: the body above '## Going deeper'."""
        return self._split()[0]

    @property
    def deeper(self) -> str:
        """Derivations, code and tables below '## Going deeper'; may be empty."""
        return self._split()[1]

    def _split(self) -> tuple[str, str]:
        lines = self.body.split("\n")
        cut = next((number for number, line in enumerate(lines) if line.strip() == DEEPER_HEADING), len(lines))
        return "\n".join(lines[:cut]).strip(), "\n".join(lines[cut + 1 :]).strip()


def parse_entry(text: str, path: str) -> Entry:
    """Read one entry; `path` names the file in errors and gives the entry its id and group."""
    document = read_document(text, path)
    front = document.front
    front.allow_only(*ENTRY_KEYS)
    if not document.body:
        raise front.error("body", "The entry has no text below its front matter.")
    place = PurePosixPath(path)
    return Entry(
        id=place.stem,
        group=place.parent.name,
        title=front.text("title"),
        summary=front.text("summary"),
        aliases=front.texts("aliases"),
        questions=front.texts("questions"),
        faq=_read_faq(front),
        related=front.texts("related"),
        sims=front.texts("sims"),
        sources=read_sources(front),
        measured=read_measurements(front),
        reviewed=front.day("reviewed"),
        body=document.body,
        path=path,
    )


def _read_faq(front: Section) -> tuple[FaqPair, ...]:
    return tuple(FaqPair(part.text("question"), part.text("answer")) for part in front.parts("faq"))
