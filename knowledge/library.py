"""All entries and claims of a folder: read, checked against each other, and put in the order of the syllabus."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from knowledge.claim import Claim, parse_claim
from knowledge.consistency import Problem, find_problems
from knowledge.entry import Entry, parse_entry
from knowledge.errors import KnowledgeError, error_at
from knowledge.front_matter import read_document
from knowledge.syllabus import NO_SYLLABUS, Syllabus, parse_syllabus

NO_OVERLAY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Library:
    """Everything Rectify can say. Links to entries that are planned but not written are left out."""

    entries: Mapping[str, Entry]
    claims: Mapping[str, Claim]

    @property
    def groups(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of each group, both in the order of the syllabus."""
        groups: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            groups.setdefault(entry.group, []).append(entry)
        return MappingProxyType({name: tuple(members) for name, members in groups.items()})


def read_files(folder: Path) -> Mapping[str, str]:
    """Read every content file; the keys are paths within the folder, e.g. `entries/functions/relu.md`."""
    if not folder.is_dir():
        raise error_at(str(folder), 1, "There is no such folder; knowledge.path must name the folder of entries.")
    files = sorted([*folder.glob("entries/*/*.md"), *folder.glob("claims/*.md"), *folder.glob("*.yaml")])
    texts: dict[str, str] = {}
    for file in files:
        path = file.relative_to(folder).as_posix()
        shown = shown_path(folder, path)
        try:
            texts[path] = file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = file.read_bytes()[: error.start].count(b"\n") + 1
            raise error_at(shown, line, "The file is not UTF-8 text.") from None
        except OSError as error:
            raise error_at(shown, 1, f"The file cannot be read ({error.strerror}).") from None
    return MappingProxyType(texts)


def read_texts(folder: Path, overlay: Mapping[str, str] = NO_OVERLAY) -> Mapping[str, str]:
    """Read every content file with edits laid over; the keys are paths that begin with the folder's own name.

    Args:
        folder: the content.
        overlay: path within the folder -> text that stands in the place of the file, or beside all files.
    """
    texts = {**read_files(folder), **overlay}
    return MappingProxyType({shown_path(folder, path): texts[path] for path in sorted(texts)})


def shown_path(folder: Path, path: str) -> str:
    """Name a file of the folder as errors, entries and claims name it."""
    return f"{folder.name}/{path}"


def revision_of(texts: Mapping[str, str]) -> str:
    """Name a state of the content by a short hash."""
    digest = hashlib.sha256()
    for path in sorted(texts):
        digest.update(f"{path}\0{texts[path]}\0".encode())
    return digest.hexdigest()[:12]


def read_library(folder: Path, overlay: Mapping[str, str] = NO_OVERLAY) -> Library:
    """Read and check a folder with edits laid over, without learning anything; see make_library."""
    return make_library(read_texts(folder, overlay))


def make_library(texts: Mapping[str, str]) -> Library:
    """Build the library from the texts of its files, or raise for the first thing that is wrong."""
    entries, claims, syllabus = parse_texts(texts)
    for problem in find_problems(entries, claims, syllabus):
        raise located(problem, texts)
    entries = {id_: entries[id_] for id_ in _in_order(entries, syllabus)}
    claims = {id_: claims[id_] for id_ in sorted(claims, key=_place_in(syllabus.claims))}
    return Library(
        entries=MappingProxyType({id_: _without_unwritten(entry, entries) for id_, entry in entries.items()}),
        claims=MappingProxyType(
            {id_: _without_unwritten_links(claim, entries, claims) for id_, claim in claims.items()}
        ),
    )


def parse_texts(texts: Mapping[str, str]) -> tuple[dict[str, Entry], dict[str, Claim], Syllabus]:
    """Read all files one by one; two files with one id are refused."""
    entries: dict[str, Entry] = {}
    claims: dict[str, Claim] = {}
    syllabus = NO_SYLLABUS
    for path, text in texts.items():
        if path.endswith("/syllabus.yaml"):
            syllabus = parse_syllabus(text, path)
        elif "/entries/" in path:
            entry = parse_entry(text, path)
            if entry.id in entries:
                raise error_at(path, 1, f"The id '{entry.id}' belongs to {entries[entry.id].path} already.")
            entries[entry.id] = entry
        elif "/claims/" in path:
            claim = parse_claim(text, path)
            claims[claim.id] = claim
    return entries, claims, syllabus


def located(problem: Problem, texts: Mapping[str, str]) -> KnowledgeError:
    """Turn a problem into an error with its line."""
    line = line_of_key(texts[problem.path], problem.path, problem.key, problem.index)
    return error_at(problem.path, line, problem.sentence)


def line_of_key(text: str, path: str, key: str, index: int | None) -> int:
    """Find the line of a key (or of one item of its list) in a file that can be read."""
    return read_document(text, path).front.line_of(key, index)


def _in_order(entries: Mapping[str, Entry], syllabus: Syllabus) -> list[str]:
    topic_place = _place_in(tuple(syllabus.topics))
    group_place = _place_in(syllabus.groups)
    return sorted(entries, key=lambda id_: (group_place(entries[id_].group), topic_place(id_)))


def _place_in(order: tuple[str, ...]) -> Callable[[str], tuple[int, str]]:
    places = {name: place for place, name in enumerate(order)}
    return lambda name: (places.get(name, len(places)), name)


def _without_unwritten(entry: Entry, entries: Mapping[str, Entry]) -> Entry:
    return replace(entry, related=tuple(link for link in entry.related if link in entries))


def _without_unwritten_links(claim: Claim, entries: Mapping[str, Entry], claims: Mapping[str, Claim]) -> Claim:
    return replace(
        claim,
        see=tuple(link for link in claim.see if link in entries),
        opposite=claim.opposite if claim.opposite in claims else None,
    )
