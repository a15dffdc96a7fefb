"""Errors whose message is a sentence for the person who asked: what was given, what is allowed, what to do."""


class RectifyError(Exception):
    """The base of all errors that a face shows to its user as they are."""


class ConfigError(RectifyError):
    """The configuration names an unknown key or a value that is not allowed."""


class UnknownTopic(RectifyError):
    """No entry has this id, title or alias."""


class Busy(RectifyError):
    """The queue is full, for this user or for everyone; carries the seconds after which to try again."""

    def __init__(self, message: str, retry_after_s: float = 5.0) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class SimulationFailed(RectifyError):
    """A simulation hit its time or memory limit, or its worker died."""


class SimulationTimedOut(SimulationFailed):
    """A simulation hit its time limit."""


class Cancelled(RectifyError):
    """Somebody did not want the answer any more; they have been told already."""


class StorageUnavailable(RectifyError):
    """The database is locked, full or out of reach; nothing was written."""


class ContentProblem(RectifyError):
    """The knowledge base has findings, or a number that it cites no longer holds."""
