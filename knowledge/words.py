"""Splits a learner's text into plain words, identifiers at their capitals, and cuts words to stems."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

# A question is read up to here, which is what every face accepts.
MAX_CHARACTERS = 4000

# Words that say nothing about the subject.
_FUNCTION_WORD_LIST = (
    "a an the of to in on at for from by with as is are was were be been it its this that these those i me my you"
    " your we they them their his her and or but if so than then there here what which who when where why how do"
    " does did have has had will would should can could may might must not no nor only just also very too much many"
    " more most some any all both each every out up down over under about into because since while whereas get gets"
    " got make makes s t don doesn isn aren won cannot d ll re ve m"
)
_FUNCTION_WORDS = frozenset(_FUNCTION_WORD_LIST.split())

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"\d+\.\d+|[^\W_]+")
_SYMBOLS = str.maketrans(
    {
        "σ": " sigmoid ",
        "Φ": " phi ",
        "φ": " phi ",
        "∂": " derivative ",
        "∇": " gradient ",
        "∞": " infinity ",
        "√": " sqrt ",
        "²": "^2",
        "³": "^3",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": " - ",
        "−": "-",
    }
)
# Names whose capitals are no word boundaries.
_ONE_WORD = re.compile(
    r"(?:P|R)?R[eE]LU6?|[SGC]ELU|(?<![A-Z])ELU|S[iI]LU|S(?:wi|WI)GLU|G[eE]GLU|R[eE]GLU"
    r"|MaxOut|SoftMax|SoftPlus|SoftSign|NumPy|PyTorch|TensorFlow|BatchNorm|LayerNorm|RMSNorm|MaxPool|AvgPool"
)
# What Discord writes for a mentioned person, role or channel, an emoji, a time, and for calling all.
_MENTION = re.compile(r"<(?:@[!&]?\d*|#\d*|a?:\w+:\d*|t:-?\d+(?::\w)?)>|@(?:everyone|here)\b")
_GREETING = re.compile(
    r"^(?:[\W_]*\b(?:hi|hiya|hello|hey|yo|greetings|thanks(?! to\b)|thank you|thx"
    r"|good (?:morning|afternoon|evening|day))\b"
    r"(?: (?:all|everyone|everybody|guys|folks|there|sir|team|again|in advance|(?:so|very) much|a lot)\b)*)+\W*",
    re.I,
)
_THANKS = re.compile(
    r"(?<!\W)\W+(?:(?:and|many|with|kind|best|warm|please help|help please)\W+)*"
    r"(?:thanks|thank you|thanx|thx|tysm|ty|cheers|regards)"
    r"(?: (?:in advance|a lot|a ton|a bunch|so much|very much|all|everyone|everybody|guys|folks|again)\b)*\W*$",
    re.I,
)
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut a word to its stem; short words and numbers stay."""
    return word if len(word) < 4 or not word.isalpha() else str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


def plain_words(text: str) -> list[str]:
    """Split a text into lower-case words: `nn.LeakyReLU(0.2)` gives nn, leaky, relu, 0.2."""
    text = _MENTION.sub(" ", text[:MAX_CHARACTERS])
    text = unicodedata.normalize("NFKC", text.translate(_SYMBOLS))
    text = _ONE_WORD.sub(lambda found: f" {found[0].capitalize()} ", text)
    text = _CAMEL.sub(" ", text)
    return _WORD.findall(text.casefold().replace("'", " "))


def without_courtesy(text: str) -> str:
    """Cut mentions, greetings and thanks off a question: "hello! why does relu die? thanks"."""
    text = _MENTION.sub(" ", text[:MAX_CHARACTERS])
    return _THANKS.sub("", _GREETING.sub("", text))


def has_a_word(text: str) -> bool:
    """Tell whether there is any word of at least two letters."""
    return any(_TWO_LETTERS.search(word) for word in plain_words(text))


def count_content_words(text: str) -> int:
    """Count the different words of a text that are about something."""
    return len(content_words(plain_words(text)))


def content_words(words: Iterable[str]) -> set[str]:
    """Give the different words that are about something."""
    return set(words) - _FUNCTION_WORDS
