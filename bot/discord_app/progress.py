"""Progress: simulations that take long are told in one message that is edited, with a button that cancels them."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field

import discord

import sims
from bot.discord_app import limits
from bot.discord_app.admission import FREE
from bot.discord_app.lasting import Lasting, Press
from bot.discord_app.messages import WAITING_RECIPE_CHARS, waiting_line
from bot.discord_app.post import Post
from bot.discord_app.staff import is_staff
from bot.discord_app.turn import InteractionTurn, Turn
from bot.discord_app.wording import shorten
from bot.errors import Cancelled, RectifyError

PATIENCE_S = 3.0  # after this long somebody who waits is told how far it is
REPORT_EVERY_S = 2.5  # Discord allows about five edits of a message in five seconds
AT_ONCE = 2  # of one request: others of the same person may still run one

OVER = "This simulation is over already."
NOT_YOURS = "Only whoever asked for it, or staff, can cancel it."

Outcome = sims.Picture | Exception


@dataclass(eq=False)
class Run:
    """The simulations of one request, as long as they run.

    Attributes:
        turn: who asked.
        recipes: what is run.
        fractions: how far each is, from 0 to 1.
        done: which of them ended.
        cancelled_by: who pressed the button, if anybody did.
    """

    turn: Turn
    recipes: tuple[sims.Recipe, ...]
    fractions: dict[str, float] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    cancelled_by: str | None = None
    _task: asyncio.Task[list[Outcome]] | None = None

    async def finish(self) -> list[Outcome]:
        """Run all; each recipe's picture, or why it has none.

        Raises:
            Cancelled: the message says it already.
        """
        client = self.turn.client
        run = self._task = asyncio.create_task(self._run_all(), name=f"simulations of {self.turn.person}")
        key = secrets.token_hex(8)
        client.runs[key] = self
        try:
            done, _ = await asyncio.wait({run}, timeout=PATIENCE_S)
            if not done:
                await self._report_until_done(key, run)
            return await run
        except asyncio.CancelledError:
            if self.cancelled_by is None:
                raise
            await self.turn.show(Post(content=f"{self._names()}: cancelled by {self.cancelled_by}."))
            raise Cancelled(f"Cancelled by {self.cancelled_by}.") from None
        finally:
            del client.runs[key]
            run.cancel()  # nobody would see the picture where the message is gone

    async def cancel(self, who: str) -> None:
        """Stop what waits and, where nobody else wants it, what runs."""
        assert self._task is not None
        self.cancelled_by = who
        self._task.cancel()
        await asyncio.wait({self._task})
        for recipe in self.recipes:
            self.turn.client.helper.stop_simulation(recipe)

    def progress_post(self, key: str) -> Post:
        """What is shown while it takes long."""
        lines = [self._line(recipe) for recipe in self.recipes]
        if len(self.recipes) > 1:
            lines.insert(0, f"{len(self.done)} of {len(self.recipes)} simulations are done.")
        button: discord.ui.Button[discord.ui.View] = discord.ui.Button(
            label="Cancel", style=discord.ButtonStyle.secondary, custom_id=f"cancel:{key}"
        )
        return Post(content=shorten("\n".join(lines), limits.CONTENT), items=(CancelButton(button),))

    async def _report_until_done(self, key: str, run: asyncio.Task[list[Outcome]]) -> None:
        shown = None
        while not run.done():
            post = self.progress_post(key)
            if post.content != shown:
                await self.turn.report(post)
                shown = post.content
            await asyncio.wait({run}, timeout=REPORT_EVERY_S)

    async def _run_all(self) -> list[Outcome]:
        room = asyncio.Semaphore(min(AT_ONCE, self.turn.client.config.limits.per_user))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._run_one(recipe, room)) for recipe in self.recipes]
        return [task.result() for task in tasks]

    async def _run_one(self, recipe: sims.Recipe, room: asyncio.Semaphore) -> Outcome:
        def note(fraction: float) -> None:
            self.fractions[recipe.text] = fraction

        async with room:
            try:
                return await self.turn.client.helper.simulate(recipe, self.turn.person, note)
            except Exception as error:  # noqa: BLE001 - handed to whoever asked, with the other outcomes
                return error
            finally:
                self.done.add(recipe.text)

    def _line(self, recipe: sims.Recipe) -> str:
        if recipe.text in self.done:
            return f"`{shorten(recipe.text, WAITING_RECIPE_CHARS)}` is done."
        ahead = self.turn.client.helper.ahead_in_queue(recipe)
        return waiting_line(recipe.text, self.fractions.get(recipe.text, 0.0), ahead)

    def _names(self) -> str:
        return shorten(", ".join(f"`{recipe.text}`" for recipe in self.recipes), limits.CONTENT // 2)


class CancelButton(Lasting, template=r"cancel:(?P<key>[0-9a-f]+)"):
    """Cancels the simulations whose progress stands above it."""

    cost = FREE

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Cancel; only the asker and staff may."""
        run = turn.client.runs.get(self.found["key"])
        if run is None or run.cancelled_by is not None:
            raise RectifyError(OVER)
        is_asker = run.turn.person == turn.person
        if not is_asker and not is_staff(turn.client, turn.user):
            raise RectifyError(NOT_YOURS)
        await turn.hush()
        await run.cancel("its asker" if is_asker else "staff")


async def run_with_progress(turn: Turn, recipe: sims.Recipe) -> sims.Picture:
    """Run one recipe, and tell how far it is where it takes long.

    Raises:
        Cancelled: somebody pressed the button.
        RectifyError, sims.SimError: it did not run.
    """
    (outcome,) = await Run(turn, (recipe,)).finish()
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
