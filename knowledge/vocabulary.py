"""The field's synonyms and abbreviations, and mending of typing errors towards words that Rectify knows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import blake2b

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from knowledge.errors import error_at
from knowledge.front_matter import Section, read_mapping
from knowledge.words import plain_words

Phrase = tuple[str, ...]

_LONGEST_PHRASE = 5
# Shorter words have too many neighbours: "dead" is one letter from "head".
_SHORTEST_MENDED = 5
# A word of so few texts that is one error away from a word of so many is taken for a typing error, unless it is short:
# "lawyer" is one letter from "layer".
_RARE, _COMMON, _SHORTEST_MISTYPED = 2, 20, 7
# A flood of nonsense words must not fill the memory.
_MOST_REMEMBERED = 20_000


class Vocabulary:
    """Makes different words for one thing the same word."""

    def __init__(
        self, same: Mapping[Phrase, Phrase], hints: Mapping[Phrase, Phrase], known: Iterable[str] = ()
    ) -> None:
        self._same = same
        self._hints = hints
        own = {word for phrases in (same, same.values(), hints) for phrase in phrases for word in phrase}
        self._same_starts, self._hint_starts = (
            {phrase[0] for phrase in phrases if phrase} for phrases in (same, hints)
        )
        self._known = frozenset(own) | frozenset(known)
        self._mended: dict[str, str] = {}

    @cached_property
    def name(self) -> str:
        """A short hash of the synonyms and hints."""
        content = repr((sorted(self._same.items()), sorted(self._hints.items())))
        return blake2b(content.encode(), digest_size=8).hexdigest()

    @property
    def known(self) -> frozenset[str]:
        """The words towards which typing errors are mended."""
        return self._known

    def knowing(self, texts: Iterable[str]) -> "Vocabulary":
        """Give a vocabulary that mends typing errors towards the words of these texts."""
        counts = Counter(word for text in texts for word in set(plain_words(text)))
        return self.knowing_words(counts.keys() - self._mistyped(counts))

    def knowing_words(self, words: Iterable[str]) -> "Vocabulary":
        """Give a vocabulary that mends typing errors towards these words."""
        return Vocabulary(self._same, self._hints, words)

    def _mistyped(self, counts: Mapping[str, int]) -> set[str]:
        """Find typing errors among the words, which phrasings have on purpose: rare words close to common ones."""
        common = Vocabulary({}, {}, [word for word, count in counts.items() if count >= _COMMON])
        rare = [
            word
            for word, count in counts.items()
            if count <= _RARE and len(word) >= _SHORTEST_MISTYPED and word not in self._known
        ]
        return {word for word in rare if common.nearest(word, 1) != word}

    def words(self, text: str) -> list[str]:
        """Give the words of a text, typing errors mended and synonyms replaced by one word."""
        return self._joined([self._mend(word) for word in plain_words(text)])

    def hinted(self, words: list[str]) -> list[str]:
        """Give the words that these stand for loosely: 'dim' for brightness."""
        found: list[str] = []
        for size in (1, 2, 3):
            for start in range(len(words) - size + 1):
                if words[start] in self._hint_starts:
                    found.extend(self._hints.get(tuple(words[start : start + size]), ()))
        return found

    def _joined(self, words: list[str]) -> list[str]:
        done: list[str] = []
        start = 0
        while start < len(words):
            if words[start] not in self._same_starts:
                done.append(words[start])
                start += 1
                continue
            size = next(
                (size for size in range(_LONGEST_PHRASE, 0, -1) if tuple(words[start : start + size]) in self._same), 0
            )
            done.extend(self._same[tuple(words[start : start + size])] if size else (words[start],))
            start += max(size, 1)
        return done

    def _mend(self, word: str) -> str:
        if word not in self._mended:
            if len(self._mended) > _MOST_REMEMBERED:
                self._mended.clear()
            self._mended[word] = self.nearest(word, 1 if len(word) < 8 else 2)
        return self._mended[word]

    def nearest(self, word: str, errors: int) -> str:
        """Give the known word with the same first letter and at most so many errors, or the word itself."""
        if len(word) < _SHORTEST_MENDED or word in self._known or not word.isalpha():
            return word
        near = [known for known in self._by_start.get(word[0], ()) if abs(len(known) - len(word)) <= errors]
        best = process.extractOne(word, near, scorer=DamerauLevenshtein.distance, score_cutoff=errors)
        return str(best[0]) if best else word

    @cached_property
    def _by_start(self) -> Mapping[str, list[str]]:
        starts: dict[str, list[str]] = {}
        for word in sorted(self._known):
            starts.setdefault(word[0], []).append(word)
        return starts


def parse_vocabulary(text: str, path: str) -> Vocabulary:
    """Read vocabulary.yaml."""
    section = read_mapping(text, path)
    section.allow_only("same", "hints")
    same: dict[Phrase, Phrase] = {}
    for index, group in enumerate(section.text_lists("same")):
        main = tuple(plain_words(group[0]))
        for variant in group[1:]:
            phrase = tuple(plain_words(variant))
            if same.get(phrase, main) != main:
                line = section.line_of("same", index)
                raise error_at(path, line, f"'{variant}' stands for two things: {' '.join(same[phrase])} too.")
            same[phrase] = main
    return Vocabulary(same, _read_hints(section, same))


def _read_hints(section: Section, same: Mapping[Phrase, Phrase]) -> Mapping[Phrase, Phrase]:
    joiner = Vocabulary(same, {})
    # Hints are looked up after synonyms were joined, so they are written down in joined words.
    return {
        tuple(joiner.words(key)): tuple(joiner.words(str(value)))
        for key, value in section.plain_mapping("hints").items()
    }
