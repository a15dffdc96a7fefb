"""Store: everything that Rectify remembers, one attribute for each noun."""

from __future__ import annotations

from bot.errors import StorageUnavailable
from bot.storage.audit import Audit
from bot.storage.database import SALT_NOTE, Database
from bot.storage.drafts import Drafts
from bot.storage.feedback import Feedback
from bot.storage.forum_posts import ForumPosts
from bot.storage.gaps import Gaps
from bot.storage.keepsakes import Notes, Recipes
from bot.storage.people import People
from bot.storage.predictions import Predictions
from bot.storage.revisions import Revisions


class Store:
    """The database behind one URL. `open` makes what is missing.

    Attributes:
        feedback, gaps, predictions, forum_posts: what learners leave behind.
        revisions, drafts, audit: what staff does.
        notes, recipes: what the program keeps for itself.
        people: what is kept about one person.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self.feedback = Feedback(self._database)
        self.gaps = Gaps(self._database)
        self.predictions = Predictions(self._database)
        self.forum_posts = ForumPosts(self._database)
        self.revisions = Revisions(self._database)
        self.drafts = Drafts(self._database)
        self.audit = Audit(self._database)
        self.notes = Notes(self._database)
        self.recipes = Recipes(self._database)
        self.people = People(self._database)

    async def open(self) -> None:
        """Create the database and bring its tables up to date.

        Raises:
            ConfigError: the database cannot be reached, or another version made it.
        """
        await self._database.open()

    async def close(self) -> None:
        """Give back all connections."""
        await self._database.close()

    async def is_ready(self) -> bool:
        """Whether the database answers."""
        try:
            await self.notes.get(SALT_NOTE)
        except StorageUnavailable:
            return False
        return True
