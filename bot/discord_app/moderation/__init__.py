"""How staff changes the content from Discord: drafts, previews, revisions, open questions, mentors' words.

serving.py says which function serves which button and form; drafting.py is the way from a draft to a revision.
"""

from bot.discord_app.moderation.items import StaffItem
from bot.discord_app.moderation.serving import receive

__all__ = ["StaffItem", "receive"]
