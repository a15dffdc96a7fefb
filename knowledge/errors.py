"""The one error of the knowledge: a sentence that names the file and the line."""


class KnowledgeError(Exception):
    """Content that cannot be used; the message reads `path:line: sentence`.

    Attributes:
        path: the file, "" where the message names none.
    """

    path: str = ""


def error_at(path: str, line: int, sentence: str) -> KnowledgeError:
    """Put the place before the sentence, so that an editor can jump there."""
    error = KnowledgeError(f"{path}:{line}: {sentence}")
    error.path = path
    return error
