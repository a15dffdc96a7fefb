"""Remove: the button with which its asker, or staff, takes a public answer away again."""

from __future__ import annotations

import discord

from bot.discord_app.lasting import Lasting, Press
from bot.discord_app.post import Item, Post
from bot.discord_app.staff import is_staff
from bot.discord_app.turn import InteractionTurn

NOT_YOURS = "Only the person who asked, or staff, can remove this answer."


class RemoveButton(Lasting, template=r"remove:(?P<askers>\d+(?:,\d+)?)"):
    """Deletes the message that it stands on."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Delete, where the person may."""
        user = interaction.user
        if str(user.id) not in self.found["askers"].split(",") and not is_staff(turn.client, user):
            await turn.say(Post(content=NOT_YOURS), private=True)
            return
        await turn.hush()
        # Through the interaction, which needs no permission in the channel.
        await interaction.delete_original_response()


def remove_button(*askers: str) -> Item:
    """The button for an answer to these one or two people (ids)."""
    return RemoveButton(discord.ui.Button(label="Remove", custom_id=f"remove:{','.join(dict.fromkeys(askers))}"))
