"""Replies, verdicts and pictures as Discord embeds, within Discord's limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import discord

import sims
from bot.discord_app import limits
from bot.discord_app.command import Command
from bot.discord_app.post import Image, Post
from bot.discord_app.wording import QUOTE_CHARS, harmless, link, quoted, shorten, with_tables_as_code
from bot.formulas import to_plain
from bot.reply import CheckUp, Finding, Reply
from knowledge import LearnerIs, Source

BLUE, GREEN, YELLOW, RED, GREY = 0x3B6FB6, 0x2E9E5B, 0xE0A100, 0xC94040, 0x808080

WAITING_RECIPE_CHARS = 400  # four of them fit into a message
SOURCES = "Sources"
SOURCE_TITLE_CHARS = 90  # a phone shows about two lines of it
VERDICT_QUOTE_CHARS = 160
GAP_QUOTE_CHARS = 1500  # from the quote of a refused question the mentors' list gets its text
# A verdict list that is too long gets shorter reasons before it loses any; below the last one it loses some.
REASON_CHARS = (1200, 800, 600, 450, 330, 240, 170, 120)

GROUPS = {
    LearnerIs.RIGHT: ("✅ You are right", GREEN),
    LearnerIs.PARTLY_RIGHT: ("🟡 Partly right", YELLOW),
    LearnerIs.MISTAKEN: ("❌ Not quite", RED),
}


def reply_embed(reply: Reply, question: str | None = None, page: str | None = None) -> discord.Embed:
    """A reply as one embed.

    Args:
        reply: what is said.
        question: the asker's words, where readers cannot see them else.
        page: address of the whole entry on the web.
    """
    embed = discord.Embed(
        title=shorten(reply.title, limits.EMBED_TITLE), url=page, colour=BLUE if reply.topic else GREY
    )
    _add_sources(embed, reply.sources)
    hint = f"… {link('The rest is here', page)}" if page else "… (shortened)"
    quote = quoted(question or "", GAP_QUOTE_CHARS if reply.is_gap else QUOTE_CHARS)
    quote += "\n\n" if quote else ""
    room = min(limits.EMBED_DESCRIPTION, limits.EMBED_TOTAL - len(embed)) - len(quote)
    embed.description = quote + shorten(with_tables_as_code(to_plain(reply.text)), room, hint)
    return embed


def verdict_embeds(check_up: CheckUp) -> tuple[discord.Embed, ...]:
    """One embed for each kind of verdict, what is right first; reasons are shortened where there are many."""
    sources = discord.Embed()
    _add_sources(sources, check_up.reply.sources)
    room = limits.EMBED_TOTAL - len(sources) - len(check_up.reply.title)
    blocks = _blocks_that_fit(check_up.findings, room - sum(len(title) for title, _ in GROUPS.values()))
    embeds = []
    for learner_is, (title, colour) in GROUPS.items():
        texts = [text for finding, text in blocks if finding.judged.learner_is is learner_is]
        if texts:
            text = shorten("\n\n".join(texts), limits.EMBED_DESCRIPTION)
            embeds.append(discord.Embed(title=title, description=text, colour=colour))
    embeds[0].set_author(name=check_up.reply.title)
    left_out = len(check_up.findings) - len(blocks)
    if left_out:
        embeds[-1].description = f"{embeds[-1].description}\n\n{_left_out(left_out)}"
    _add_sources(embeds[-1], check_up.reply.sources)
    return tuple(embeds)


def picture_post(picture: sims.Picture, page: str | None = None) -> Post:
    """A finished simulation: caption, recipe, picture with alt text.

    Args:
        picture: the simulation.
        page: its permalink, where others can reach the web site.
    """
    image = Image(picture.png, f"{picture.name}.png", picture.alt_text)
    recipe = f"\n`{picture.recipe}`"
    room = limits.EMBED_DESCRIPTION - len(recipe)
    embed = discord.Embed(
        title=shorten(picture.title, limits.EMBED_TITLE),
        url=page,
        description=shorten(to_plain(picture.caption), room) + recipe,
        colour=BLUE,
    )
    embed.set_image(url=f"attachment://{image.filename}")
    return Post(embeds=(embed,), files=(image,))


def waiting_line(recipe: str, fraction: float, ahead: int) -> str:
    """What is shown while a simulation takes long."""
    shown = f"`{shorten(recipe, WAITING_RECIPE_CHARS)}`"
    if fraction > 0:
        return f"Running {shown}: {100 * fraction:.0f} % done."
    if ahead > 0:
        waiting = "1 simulation is" if ahead == 1 else f"{ahead} simulations are"
        return f"{waiting} ahead of {shown}. The picture will appear here."
    return f"Running {shown}. The picture will appear here."


def sweep_post(recipes: tuple[sims.Recipe, ...], labels: list[str], outcomes: list[sims.Picture | Exception]) -> Post:
    """Several pictures in one message, each with its caption; Discord lays them out side by side.

    Args:
        recipes: what was run.
        labels: how they differ, e.g. "width=8".
        outcomes: their pictures, or why there is none.
    """
    images = []
    embed = discord.Embed(title=shorten(recipes[0].experiment.title, limits.EMBED_TITLE), colour=BLUE)
    room = (limits.EMBED_TOTAL - len(embed)) // len(recipes)
    for number, (recipe, label, outcome) in enumerate(zip(recipes, labels, outcomes, strict=True), start=1):
        name = f"{number}. {shorten(label, limits.FIELD_VALUE // 8)}"
        said = harmless(str(outcome)) if isinstance(outcome, Exception) else to_plain(outcome.caption)
        code = f"\n`{recipe.text}`"
        most = min(limits.FIELD_VALUE, room - len(name)) - len(code)
        embed.add_field(name=name, value=shorten(said, most) + code, inline=False)
        if isinstance(outcome, sims.Picture):
            images.append(Image(outcome.png, f"{number}-{outcome.name}.png", f"{label}: {outcome.alt_text}"))
    return Post(embeds=(embed,), files=tuple(images))


def catalogue_post(experiments: Mapping[str, sims.Experiment[Any, Any]]) -> Post:
    """All simulations, with how to type each."""
    lines = [f"`/sim {name}` {experiment.summary}" for name, experiment in experiments.items()]
    text = shorten("\n".join(lines), limits.EMBED_DESCRIPTION)
    return Post(embeds=(discord.Embed(title="Simulations", description=text, colour=BLUE),))


def help_post(commands: Iterable[Command], name: str, site: str | None) -> Post:
    """What can be asked, and how."""
    lines = [f"`{command.usage}` {command.purpose}" for command in commands if command.usage]
    lines += [
        "",
        f"You can also mention me (`@{name} why does ReLU die?`), reply to me, or write to me directly. "
        f"After a mention, commands can be typed: `@{name} check …`, `@{name} sim brightness-shift?shift=offset`.",
        "Right-click a message and choose Apps for “Answer this”, “Check this intuition” and “Inspect plot”.",
    ]
    if site:
        lines.append(f"All topics and simulations: {site}")
    text = shorten("\n".join(lines), limits.EMBED_DESCRIPTION)
    return Post(embeds=(discord.Embed(title="I know activation functions", description=text, colour=BLUE),))


def _add_sources(embed: discord.Embed, sources: tuple[Source, ...]) -> None:
    """As many sources as fit into a field."""
    lines = ""
    for source in sources:
        line = f"- {link(shorten(source.title, SOURCE_TITLE_CHARS), source.url)} ({source.year})\n"
        if len(lines) + len(line) > limits.FIELD_VALUE:
            break
        lines += line
    if lines:
        embed.add_field(name=SOURCES, value=lines.rstrip(), inline=False)


def _blocks_that_fit(findings: tuple[Finding, ...], room: int) -> list[tuple[Finding, str]]:
    for reason_chars in REASON_CHARS:
        blocks = [(finding, _block(finding, reason_chars)) for finding in findings]
        if _fit(blocks, room):
            return blocks
    room -= len(_left_out(len(blocks)))
    while blocks and not _fit(blocks, room):
        blocks.pop()
    return blocks


def _fit(blocks: list[tuple[Finding, str]], room: int) -> bool:
    sizes = dict.fromkeys(GROUPS, 0)
    for finding, text in blocks:
        sizes[finding.judged.learner_is] += len(text) + 2  # and the empty line between two
    return sum(sizes.values()) <= room and max(sizes.values()) <= limits.EMBED_DESCRIPTION - len(_left_out(99))


def _block(finding: Finding, reason_chars: int) -> str:
    reason = shorten(to_plain(finding.why), reason_chars)
    return f"{quoted(finding.judged.quote, VERDICT_QUOTE_CHARS)}\n{reason}"


def _left_out(count: int) -> str:
    return f"… and {count} more that do not fit here: check a smaller part of the text."
