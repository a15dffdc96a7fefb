"""RunMemory: what is computed once in a test run, whichever of its processes asks first."""

import fcntl
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class RunMemory:
    """Values by name, kept in a folder that all processes of one run share and no other run sees."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, object] = {}

    def recall(self, name: str, compute: Callable[[], T]) -> T:
        """The value of this name; computed by the first who asks, while others who ask for it wait."""
        if name not in self._known:
            place = self._folder / blake2b(name.encode(), digest_size=16).hexdigest()
            with locked(place.with_suffix(".lock")):
                if not place.exists():
                    value = compute()
                    place.write_bytes(pickle.dumps(value))
                self._known[name] = pickle.loads(place.read_bytes())
        return self._known[name]


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Let one process in at a time."""
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
