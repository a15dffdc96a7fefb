"""Open questions are put together where they ask for the same, and only there."""

import random
import time
from datetime import UTC, datetime

import pytest

from bot.gap_clusters import cluster_gaps
from bot.storage import Gap

APART = [
    ("one task, two functions", "what is the derivative of tanh", "what is the derivative of relu"),
    ("one function, two questions", "who invented prelu", "is prelu monotonic and smooth"),
    ("nothing but function words", "why is it so?", "what gpu to buy"),
    ("names that differ by a number", "what is version12", "what is version13"),
    ("short words that look alike", "what is elu", "what is gelu"),
]
TOGETHER = [
    ("other words around it", "what is the derivative of tanh", "hi! what's tanh derivative? thanks"),
    ("another form of the words", "relu6 in mobilenet quantisation", "why is relu6 used when quantising mobilenet"),
    ("an unknown subject", "how do kolmogorov arnold networks work", "kolmogorov-arnold network: how does it work?"),
    ("a spelling error", "which kolmogorov network", "which kolmogorow network"),
    ("the same without any known word", "???", "???"),
]


def made(texts):
    return [Gap(number, text, datetime.now(UTC), "open", None) for number, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(("first", "second"), [row[1:] for row in APART], ids=[row[0] for row in APART])
def test_different_questions_stay_apart(knowledge, first, second):
    assert len(cluster_gaps(made([first, second]), knowledge.subject)) == 2


@pytest.mark.parametrize(("first", "second"), [row[1:] for row in TOGETHER], ids=[row[0] for row in TOGETHER])
def test_the_same_question_in_other_words_is_one(knowledge, first, second):
    (cluster,) = cluster_gaps(made([first, second]), knowledge.subject)
    assert cluster.ids == (1, 2)


def test_the_largest_cluster_comes_first_whatever_the_order(knowledge):
    gaps = made(["who invented prelu", "what gpu to buy", "which gpu should I buy", "is tanh odd", "buy a gpu: what?"])
    expected = [(2, 3, 5), (4,), (1,)]
    for seed in range(5):
        random.Random(seed).shuffle(gaps)
        assert [cluster.ids for cluster in cluster_gaps(gaps, knowledge.subject)] == expected
    assert cluster_gaps([], knowledge.subject) == ()


def test_a_long_list_takes_little_time(knowledge):
    words = [
        "tanh",
        "gpu",
        "prelu",
        "mobilenet",
        "dropout",
        "kernel",
        "entropy",
        "pooling",
        "adam",
        "bias",
        "scaling",
        "kolmogorov",
    ]
    pick = random.Random(1)
    gaps = made([f"why {' '.join(pick.sample(words, 4))} {number % 50}" for number in range(300)])
    started = time.process_time()
    assert sum(len(cluster.gaps) for cluster in cluster_gaps(gaps, knowledge.subject)) == 300
    assert time.process_time() - started < 3
