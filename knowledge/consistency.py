"""What must hold between files: no doubled names or phrasings, no dead links, mutual opposites, groups as folders."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.claim import Claim
from knowledge.entry import Entry
from knowledge.syllabus import Syllabus


@dataclass(frozen=True)
class Problem:
    """A sentence about one key of a file (or one item of that key's list)."""

    path: str
    key: str
    index: int | None
    sentence: str


def find_problems(entries: Mapping[str, Entry], claims: Mapping[str, Claim], syllabus: Syllabus) -> Iterator[Problem]:
    """Give everything that contradicts another file, in the order of the files."""
    yield from _misplaced(entries.values(), syllabus)
    yield from _doubled_names(entries.values())
    yield from _doubled_phrasings(entries.values())
    yield from _dead_entry_links(entries, syllabus)
    yield from _dead_claim_links(entries, claims, syllabus)
    yield from _one_sided_opposites(claims)
    yield from _doubled_statements(claims.values())


def plain(phrase: str) -> str:
    """Reduce a phrase to what two phrasings must not share: case, spaces and end punctuation do not count."""
    return " ".join(phrase.casefold().split()).strip(" ?!.")


def _misplaced(entries: Iterable[Entry], syllabus: Syllabus) -> Iterator[Problem]:
    for entry in entries:
        planned = syllabus.topics.get(entry.id)
        if planned is not None and planned.group != entry.group:
            sentence = f"'{entry.id}' stands in the folder '{entry.group}', but its group is '{planned.group}'."
            yield Problem(entry.path, "title", None, sentence)
        elif planned is None and syllabus.topics and entry.group not in syllabus.groups:
            allowed = ", ".join(syllabus.groups)
            yield Problem(entry.path, "title", None, f"The folder '{entry.group}' is no group; groups are {allowed}.")


def _doubled_names(entries: Iterable[Entry]) -> Iterator[Problem]:
    owner: dict[str, Entry] = {}
    for entry in entries:
        names: list[tuple[str, int | None, str]] = [("title", None, entry.id), ("title", None, entry.title)]
        names += [("aliases", index, alias) for index, alias in enumerate(entry.aliases)]
        for key, index, name in names:
            other = owner.setdefault(plain(name), entry)
            if other is not entry:
                yield Problem(entry.path, key, index, f"The name '{name}' belongs to '{other.id}' already.")


def _doubled_phrasings(entries: Iterable[Entry]) -> Iterator[Problem]:
    owner: dict[str, tuple[Entry, int]] = {}
    for entry in entries:
        for index, text in enumerate(entry.questions):
            first = owner.setdefault(plain(text), (entry, index))
            if first != (entry, index):
                yield Problem(
                    entry.path, "questions", index, f"The phrasing '{text}' stands in '{first[0].id}' already."
                )


def _dead_entry_links(entries: Mapping[str, Entry], syllabus: Syllabus) -> Iterator[Problem]:
    for entry in entries.values():
        for index, link in enumerate(entry.related):
            if link == entry.id:
                yield Problem(entry.path, "related", index, f"'{link}' links to itself.")
            elif link not in entries and link not in syllabus.topics:
                yield Problem(entry.path, "related", index, f"There is no entry '{link}', and none is planned.")


def _dead_claim_links(
    entries: Mapping[str, Entry], claims: Mapping[str, Claim], syllabus: Syllabus
) -> Iterator[Problem]:
    for claim in claims.values():
        for index, link in enumerate(claim.see):
            if link not in entries and link not in syllabus.topics:
                yield Problem(claim.path, "see", index, f"There is no entry '{link}', and none is planned.")
        if claim.opposite and claim.opposite not in claims and claim.opposite not in syllabus.claims:
            yield Problem(claim.path, "opposite", None, f"There is no claim '{claim.opposite}', and none is planned.")


def _one_sided_opposites(claims: Mapping[str, Claim]) -> Iterator[Problem]:
    for claim in claims.values():
        other = claims.get(claim.opposite or "")
        if other is not None and other.opposite != claim.id:
            sentence = f"'{other.id}' must name '{claim.id}' as its opposite too: opposites are mutual."
            yield Problem(claim.path, "opposite", None, sentence)


def _doubled_statements(claims: Iterable[Claim]) -> Iterator[Problem]:
    owner: dict[str, Claim] = {}
    for claim in claims:
        rows: list[tuple[str, int | None, str]] = [("statement", None, claim.statement)]
        rows += [("asserted_as", index, text) for index, text in enumerate(claim.asserted_as)]
        rows += [("denied_as", index, text) for index, text in enumerate(claim.denied_as)]
        for key, index, text in rows:
            other = owner.setdefault(plain(text), claim)
            # Opposites share sentences on purpose: to deny the one may be to assert the other.
            if other is not claim and other.opposite != claim.id:
                yield Problem(claim.path, key, index, f"The sentence '{text}' stands in '{other.id}' already.")
