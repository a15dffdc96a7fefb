"""What Rectify remembers: revisions, drafts, audit, feedback, gaps, predictions; and what it keeps for itself.

`Store` is the door: one attribute for each noun. A new table is a class in tables.py, a migration in
migrations/versions/ and a file with its noun.
"""

from bot.storage.audit import Deed
from bot.storage.database import is_new
from bot.storage.drafts import KeptDraft
from bot.storage.gaps import Gap
from bot.storage.revisions import EditConflict, Revision
from bot.storage.store import Store

__all__ = ["Deed", "EditConflict", "Gap", "KeptDraft", "Revision", "Store", "is_new"]
