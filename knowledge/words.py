"""Splits a learner's text into plain words, identifiers at their capitals, and cuts words to stems."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

# A question is read up to here; a pasted book says no more about its topic than its beginning.
MAX_CHARACTERS = 2000

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
    r"ReLU6?|ELU|SELU|GELU|CELU|SiLU|PReLU|RReLU|SwiGLU|GeGLU|GEGLU|ReGLU|MaxOut|SoftMax|SoftPlus|SoftSign|NumPy|PyTorch"
    r"|TensorFlow|BatchNorm|LayerNorm|RMSNorm|MaxPool|AvgPool"
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut a word to its stem; short words and numbers stay."""
    return word if len(word) < 4 or not word.isalpha() else str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


def plain_words(text: str) -> list[str]:
    """Split a text into lower-case words: `nn.LeakyReLU(0.2)` gives nn, leaky, relu, 0.2."""
    text = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS].translate(_SYMBOLS))
    text = _ONE_WORD.sub(lambda found: f" {found[0].capitalize()} ", text)
    text = _CAMEL.sub(" ", text)
    return _WORD.findall(text.casefold().replace("'", " "))


def count_content_words(text: str) -> int:
    """Count the different words of a text that are about something."""
    return len(set(plain_words(text)) - _FUNCTION_WORDS)
