"""/kb: how moderators add, edit and revert what Rectify says; hidden from others, and refused to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app import limits
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.errors import suggesting
from bot.discord_app.moderation import access, beginning, looking
from bot.discord_app.moderation.access import may_moderate, staff_turn
from bot.discord_app.turn import InteractionTurn
from bot.discord_app.wording import shorten
from bot.editing.suggestions import suggest_names

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

    Here = discord.Interaction[RectifyClient]

ANY_REVISION = app_commands.Range[int, 0, 1_000_000]
NAME = app_commands.Range[str, 1, 200]


def build(helper: CourseHelper) -> AppCommand:
    """The group of slash commands."""
    group = app_commands.Group(
        name="kb",
        description="Moderators: add, edit and revert what Rectify says",
        default_permissions=access.SHOWN_TO,
        allowed_contexts=access.ONLY_SERVERS,
        allowed_installs=access.ONLY_SERVER_INSTALLS,
    )
    _add_changing(group)
    _add_going_back(group)
    _add_looking(group)
    return group


def _add_changing(group: app_commands.Group) -> None:
    @group.command(description="Add an entry or a claim")
    @app_commands.describe(
        kind="An entry explains, a claim is a sentence with a verdict",
        id="Small letters, digits and hyphens, e.g. leaky-relu",
        group="Of an entry: where it belongs",
        file="The whole file, instead of a form",
    )
    @app_commands.autocomplete(group=suggesting(_groups))
    async def add(
        interaction: Here,
        kind: Literal["entry", "claim"],
        id: app_commands.Range[str, 1, 80],
        group: str = "",
        file: discord.Attachment | None = None,
    ) -> None:
        await beginning.add(staff_turn(interaction), kind, id, group, file)

    @group.command(description="Edit an entry or a claim, part by part or as a file")
    @app_commands.describe(
        topic="Begin to type", section="Which part; without it the text itself", file="The whole file"
    )
    @app_commands.autocomplete(topic=suggesting(_topics), section=suggesting(_sections))
    async def edit(
        interaction: Here, topic: NAME, section: str | None = None, file: discord.Attachment | None = None
    ) -> None:
        await beginning.edit(staff_turn(interaction), topic, section, file)

    @group.command(description="Add a name of an entry, or a way to state a claim")
    @app_commands.describe(topic="Begin to type", alias="As learners write it")
    @app_commands.autocomplete(topic=suggesting(_topics))
    async def alias(interaction: Here, topic: NAME, alias: app_commands.Range[str, 1, 200]) -> None:
        turn = await _thinking(interaction)
        await beginning.alias(turn, topic, alias)


def _add_going_back(group: app_commands.Group) -> None:
    @group.command(description="All revisions of an entry or a claim")
    @app_commands.describe(topic="Begin to type")
    @app_commands.autocomplete(topic=suggesting(_topics))
    async def history(interaction: Here, topic: NAME) -> None:
        await looking.history(await _thinking(interaction), topic)

    @group.command(description="The difference of two revisions")
    @app_commands.describe(topic="Begin to type", old="A revision; 0 is the file", new="A revision; 0 is the file")
    @app_commands.autocomplete(topic=suggesting(_topics))
    async def diff(interaction: Here, topic: NAME, old: ANY_REVISION, new: ANY_REVISION) -> None:
        await looking.diff(await _thinking(interaction), topic, old, new)

    @group.command(description="Go back to a revision; it is previewed first, and nothing is lost")
    @app_commands.describe(topic="Begin to type", revision="A revision; 0 is the file")
    @app_commands.autocomplete(topic=suggesting(_topics))
    async def revert(interaction: Here, topic: NAME, revision: ANY_REVISION) -> None:
        await beginning.revert(await _thinking(interaction), topic, revision)

    @group.command(description="The file of an entry or a claim")
    @app_commands.describe(topic="Begin to type", revision="A revision; 0 is the file")
    @app_commands.autocomplete(topic=suggesting(_topics))
    async def raw(interaction: Here, topic: NAME, revision: ANY_REVISION | None = None) -> None:
        await looking.raw(await _thinking(interaction), topic, revision)


def _add_looking(group: app_commands.Group) -> None:
    @group.command(description="How answers are doing: feedback, open questions, edits")
    @app_commands.describe(topic="Begin to type; without it, all together")
    @app_commands.autocomplete(topic=suggesting(_topics))
    async def stats(interaction: Here, topic: NAME | None = None) -> None:
        await looking.stats(await _thinking(interaction), topic)

    @group.command(description="Read the content files and all edits again")
    async def reload(interaction: Here) -> None:
        await looking.reload(await _thinking(interaction))

    @group.command(description="All live edits as a patch for a pull request")
    async def export(interaction: Here) -> None:
        await looking.export(await _thinking(interaction))


async def _thinking(interaction: Here) -> InteractionTurn:
    turn = staff_turn(interaction)
    await turn.think(private=True)
    return turn


async def _topics(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
    if not may_moderate(interaction):
        return []
    editor = interaction.client.editor
    return _choices(suggest_names(editor.knowledge, editor.states, typed, limits.CHOICES))


async def _sections(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
    topic = interaction.namespace.topic
    if not may_moderate(interaction) or not topic:
        return []
    found = await beginning.parts(InteractionTurn.of(interaction), topic)
    return _choices([(name, title) for name, title in found if typed.lower() in f"{name} {title}".lower()])


async def _groups(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
    groups = interaction.client.helper.knowledge.library.groups
    return _choices([(group, group) for group in groups if typed.lower() in group])


def _choices(found: list[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=shorten(shown, limits.CHOICE_TEXT), value=name)
        for name, shown in found[: limits.CHOICES]
        if len(name) <= limits.CHOICE_TEXT
    ]


COMMAND = Command("kb", "/kb …", "for moderators: adds, edits and reverts what I say, with a preview", build)
