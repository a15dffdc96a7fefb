"""How the content is changed while Rectify runs: drafts, previews, revisions laid over the files.

`Editor` is the door. An edit begins with a `Draft` (what stands there now), is tried as a `Preview` (findings, and
which labelled answers would change), and is saved as a revision; `EditState` says how a live edit stands to its file.
"""

from bot.editing.editor import Editor
from bot.editing.overlay import Draft, EditState
from bot.editing.preview import Preview, recipe_problem
from bot.editing.watcher import Watcher

__all__ = ["Draft", "EditState", "Editor", "Preview", "Watcher", "recipe_problem"]
