"""Finds the claims that a text makes, and whether it asserts or denies them."""

from knowledge.judgement import Judgement
from knowledge.library import Library
from knowledge.vocabulary import Vocabulary


class Judge:
    """Knows all claims and how learners say them."""

    def __init__(self, library: Library, vocabulary: Vocabulary) -> None:
        self._claims = library.claims

    def judge(self, text: str) -> Judgement:
        """Give the claims of a text."""
        return Judgement(claims=(), is_sure=False)
