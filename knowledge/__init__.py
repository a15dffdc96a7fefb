"""What Rectify says: entries that explain, claims that learners make, and how both are found in a learner's words.

The nouns: an `Entry` is one explanation, a `Claim` one sentence with a verdict, the `Library` holds all of them.
`Knowledge` opens a folder of them; it answers a question with a `Ranking` of entries and a stated intuition with a
`Judgement`. Wrong content is a `KnowledgeError` that names file and line.
"""

from knowledge.citation import Measurement, Source
from knowledge.claim import Claim, LearnerIs, Stance, Verdict
from knowledge.comparison import ChangedAnswer, Effect, compare
from knowledge.content_file import ContentFile
from knowledge.entry import Entry, FaqPair
from knowledge.errors import KnowledgeError
from knowledge.evaluation import (
    IntuitionReport,
    LabelledPost,
    LabelledQuestion,
    QuestionReport,
    evaluate_intuitions,
    evaluate_questions,
    read_posts,
    read_questions,
)
from knowledge.judgement import JudgedClaim, Judgement
from knowledge.knowledge import Knowledge
from knowledge.library import Library, read_files, read_library
from knowledge.lint import Finding, lint
from knowledge.ranking import Match, Ranking

__all__ = [
    "ChangedAnswer",
    "Claim",
    "ContentFile",
    "Effect",
    "Entry",
    "FaqPair",
    "Finding",
    "IntuitionReport",
    "JudgedClaim",
    "Judgement",
    "Knowledge",
    "KnowledgeError",
    "LabelledPost",
    "LabelledQuestion",
    "LearnerIs",
    "Library",
    "Match",
    "Measurement",
    "QuestionReport",
    "Ranking",
    "Source",
    "Stance",
    "Verdict",
    "compare",
    "evaluate_intuitions",
    "evaluate_questions",
    "lint",
    "read_files",
    "read_library",
    "read_posts",
    "read_questions",
]
