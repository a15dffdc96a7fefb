"""A simulation as it stands in a page: a picture that is loaded when it is scrolled to, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sims
from bot.web_app.permalink import file_path, page_path


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One recipe, to be looked at and followed."""

    recipe: str
    title: str
    summary: str

    @property
    def page(self) -> str:
        """Path of its permalink page."""
        return page_path(self.recipe)

    @property
    def image(self) -> str:
        """Path of its picture."""
        return file_path(self.recipe, "png")

    @property
    def dark_image(self) -> str | None:
        """Path of its picture on a dark card; None where the recipe names its card, or another run differs."""
        recipe = sims.parse(self.recipe)
        if recipe.settings.card == "dark" or recipe.experiment.is_measurement:
            return None
        return file_path(recipe.change(card="dark").text, "png")

    @property
    def settings(self) -> str:
        """What differs from the defaults, readable; empty when nothing does."""
        query = self.recipe.partition("?")[2]
        return query.replace("&", ", ").replace("=", " = ").replace(",", ", ").replace(",  ", ", ").replace("_", " ")


def make_card(recipe: sims.Recipe) -> FigureCard:
    """The card of a recipe."""
    return FigureCard(recipe.text, recipe.experiment.title, recipe.experiment.summary)


def canonical_page(text: str) -> str | None:
    """Path of the page of a recipe text in any spelling; None where its simulation is not installed."""
    return page_path(sims.parse(text).text) if sims.problem_of(text) is None else None


def make_cards(texts: Iterable[str]) -> tuple[FigureCard, ...]:
    """Cards of recipe texts; a recipe whose simulation is not installed has none."""
    cards = []
    for text in texts:
        if sims.problem_of(text) is None:
            cards.append(make_card(sims.parse(text)))
    return tuple(dict.fromkeys(cards))
