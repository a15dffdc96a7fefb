"""A small bot on discord.py that uses everything once."""

import asyncio
import io

import discord
from discord import app_commands

from .bare_bot import png


class Buttons(discord.ui.View):
    def __init__(self):
        super().__init__(timeout=None)

    @discord.ui.button(label="Again", custom_id="again")
    async def again(self, interaction, button):
        await interaction.response.edit_message(content="again!", view=self)

    @discord.ui.button(label="Form", custom_id="form")
    async def form(self, interaction, button):
        await interaction.response.send_modal(Form())

    @discord.ui.button(emoji="👍", custom_id="good")
    async def good(self, interaction, button):
        await interaction.response.send_message("thanks", ephemeral=True)

    @discord.ui.button(label="Off", custom_id="off", disabled=True)
    async def off(self, interaction, button):
        raise AssertionError

    @discord.ui.select(placeholder="Pick", custom_id="pick", options=[discord.SelectOption(label=x) for x in "abc"])
    async def pick(self, interaction, select):
        await interaction.response.send_message(f"picked {select.values}", ephemeral=True)


class Form(discord.ui.Modal, title="Why?"):
    reason = discord.ui.TextInput(label="Reason", max_length=10)

    async def on_submit(self, interaction):
        await interaction.response.send_message(f"because {self.reason.value}")


def make_tree(client):
    tree = app_commands.CommandTree(client)
    group = app_commands.Group(name="sim", description="simulations")

    @group.command(name="shift", description="d")
    async def shift(interaction, amount: app_commands.Range[float, -1, 1], seed: app_commands.Range[int, 0] = 7):
        await interaction.response.defer(thinking=True)
        picture = discord.File(io.BytesIO(png()), "p.png", description=f"shift {amount} seed {seed}")
        await interaction.edit_original_response(attachments=[picture], view=Buttons())
        await interaction.followup.send("done", ephemeral=True)

    @tree.command(description="d")
    async def echo(interaction, text: app_commands.Range[str, 1, 300], who: discord.Member | None = None):
        await interaction.response.send_message(f"{who or ''}{text}", view=Buttons())

    @tree.command(description="d")
    async def late(interaction):
        await asyncio.sleep(0.5)
        try:
            await interaction.response.send_message("x")
        except discord.NotFound as error:
            client.errors.append(error.code)

    @tree.command(description="d")
    async def twice(interaction):
        await interaction.response.send_message("one")
        interaction.response._response_type = None
        try:
            await interaction.response.send_message("two")
        except discord.HTTPException as error:
            client.errors.append(error.code)

    @tree.command(description="d")
    async def explain(interaction, topic: str):
        await interaction.response.send_message(topic)

    @explain.autocomplete("topic")
    async def suggest(interaction, current: str):
        return [app_commands.Choice(name=x, value=x) for x in ("relu", "tanh") if current in x]

    @tree.command(description="d")
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.guild_only()
    async def moderate(interaction):
        await interaction.response.send_message("ok")

    @tree.context_menu(name="Answer this")
    async def answer_this(interaction, message: discord.Message):
        await interaction.response.send_message(f"about {message.content!r}")

    tree.add_command(group)
    return tree


def make_bot(base, intents):
    class Bot(base):
        def __init__(self):
            none = discord.AllowedMentions.none()
            super().__init__(intents=intents, allowed_mentions=none, guild_ready_timeout=0.05)
            self.tree = make_tree(self)
            self.errors, self.seen = [], []

        async def setup_hook(self):
            self.add_view(Buttons())
            await self.tree.sync()

        async def before_identify_hook(self, shard_id, *, initial=False):
            # discord.py waits for five seconds here when it identifies again.
            pass

        async def on_message(self, message):
            self.seen.append(message)
            if message.author != self.user and (message.guild is None or self.user in message.mentions):
                await message.reply(f"you said {message.clean_content}")

        async def on_thread_create(self, thread):
            await thread.send(f"first in {thread.name}")

    return Bot()
