"""Splits a learner's text into plain words, identifiers at their capitals, and cuts words to stems."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

# A question is read up to here; a pasted book says no more about its topic than its beginning.
MAX_CHARACTERS = 2000

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
