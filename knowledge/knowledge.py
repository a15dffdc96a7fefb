"""Knowledge: a folder of content, opened; what every face asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from knowledge.background import parse_background
from knowledge.consistency import plain
from knowledge.entry import Entry
from knowledge.intuition import Judge
from knowledge.judgement import Judgement
from knowledge.learning import Learner
from knowledge.library import NO_OVERLAY, Library, make_library, read_texts, revision_of
from knowledge.phrases import parse_phrases
from knowledge.ranking import Ranking
from knowledge.search import Search
from knowledge.vocabulary import parse_vocabulary


@dataclass(frozen=True)
class _Sources:
    """All that is read: path -> text of the content, and each file about language as (text, path)."""

    content: Mapping[str, str]
    language: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class _State:
    """One state of the content and everything built from it; replaced as a whole, so readers never see a mixture."""

    sources: _Sources
    revision: str
    library: Library
    search: Search
    judge: Judge
    names: dict[str, str]


class Knowledge:
    """Entries and claims of one folder, ready to be searched. Safe to use from several threads."""

    def __init__(self, folder: Path, state: _State, learner: Learner, overlay: Mapping[str, str]) -> None:
        self.folder = folder
        self._learner = learner
        self._state = state
        self._overlay = overlay

    @classmethod
    def open(
        cls, folder: Path, keep_learned_in: Path | None = None, overlay: Mapping[str, str] = NO_OVERLAY
    ) -> "Knowledge":
        """Read a folder; wrong content is a KnowledgeError that names file and line.

        Args:
            folder: the content.
            keep_learned_in: a folder for what search and judge learned from it, which makes the next opening quick.
            overlay: edits, path within the folder -> text that stands in the place of the file.
        """
        learner = Learner(keep_learned_in)
        return cls(folder, _build(_read(folder, overlay), learner), learner, overlay)

    @property
    def library(self) -> Library:
        """All entries and claims."""
        return self._state.library

    @property
    def overlay(self) -> Mapping[str, str]:
        """The edits that are laid over the files."""
        return self._overlay

    @property
    def revision(self) -> str:
        """A short hash of all content."""
        return self._state.revision

    def search(self, question: str) -> Ranking:
        """Rank the entries for a question."""
        return self._state.search.rank(question)

    def subject(self, question: str) -> frozenset[str]:
        """Give the stems of the words that say what a question is about; near synonyms have one stem."""
        return self._state.search.subject(question)

    def judge(self, text: str) -> Judgement:
        """Find the claims in a stated intuition."""
        return self._state.judge.judge(text)

    def resolve(self, topic: str) -> Entry | None:
        """Find the entry that has this id, title or alias; case does not count."""
        id_ = self._state.names.get(plain(topic))
        return self._state.library.entries[id_] if id_ else None

    def suggest(self, prefix: str, limit: int = 25) -> tuple[tuple[str, str], ...]:
        """Complete what somebody begins to type: (id, title) of the entries whose names fit best."""
        entries = self._state.library.entries
        typed = plain(prefix)
        if not typed:
            return tuple((entry.id, entry.title) for entry in list(entries.values())[:limit])
        best: dict[str, float] = {}
        for name, score, _ in process.extract(typed, self._state.names.keys(), scorer=fuzz.WRatio, limit=4 * limit):
            id_ = self._state.names[name]
            bonus = 100.0 if name.startswith(typed) else 50.0 if f" {typed}" in f" {name}" else 0.0
            best[id_] = max(best.get(id_, 0.0), score + bonus)
        ranked = sorted(best, key=lambda id_: (-best[id_], entries[id_].title))
        return tuple((id_, entries[id_].title) for id_ in ranked[:limit])

    def reload(self, overlay: Mapping[str, str] | None = None) -> None:
        """Read the folder again, with other edits if they are given; a KnowledgeError leaves the last good state.

        Where nothing changed, nothing is done.
        """
        overlay = self._overlay if overlay is None else overlay
        sources = _read(self.folder, overlay)
        if sources != self._state.sources:
            self._state = _build(sources, self._learner)
        self._overlay = overlay


def _read(folder: Path, overlay: Mapping[str, str]) -> _Sources:
    texts = read_texts(folder, overlay)
    names = ("vocabulary.yaml", "phrases.yaml", "background.yaml")
    return _Sources(texts, {name: _language_file(name, folder, texts) for name in names})


def _build(sources: _Sources, learner: Learner) -> _State:
    library = make_library(sources.content)
    vocabulary = parse_vocabulary(*sources.language["vocabulary.yaml"])
    phrases = parse_phrases(*sources.language["phrases.yaml"])
    background = parse_background(*sources.language["background.yaml"])
    return _State(
        sources=sources,
        revision=revision_of(sources.content),
        library=library,
        search=Search(library, background, vocabulary, learner),
        judge=Judge(library, background, vocabulary, phrases, learner),
        names=_names(library),
    )


def _language_file(name: str, folder: Path, texts: Mapping[str, str]) -> tuple[str, str]:
    """Give text and path of a file about language: the folder's own, or else the one that comes with Rectify."""
    path = f"{folder.name}/{name}"
    if path in texts:
        return texts[path], path
    return Path(__file__).with_name(name).read_text(encoding="utf-8"), name


def _names(library: Library) -> dict[str, str]:
    names: dict[str, str] = {}
    for entry in library.entries.values():
        for name in (entry.id, entry.title, *entry.aliases):
            names.setdefault(plain(name), entry.id)
    return names
