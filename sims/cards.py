"""A light and a dark card. Experiments draw in the colours of figures.py; a card says what each of them becomes.

On both, lines, areas and marks differ from the card by 3:1 and texts by 4.5:1 (WCAG 2.2, 1.4.11 and 1.4.3); FAINT is
for frames and guide lines only, which carry nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.colors import Colormap, LinearSegmentedColormap, ListedColormap, to_hex, to_rgb, to_rgba, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.typing import ColorType

from sims import figures
from sims.pictures import Pixels

DARK_PAPER = "#13171C"  # that of the site's dark pages


@dataclass(frozen=True)
class Card:
    """What the colours of figures.py become: of shapes, of texts where they need more contrast, and of planes."""

    shapes: Mapping[str, str]
    texts: Mapping[str, str]
    planes: Mapping[str, Colormap]

    def shape(self, colour: str) -> str:
        """The colour of a line, an area or a mark."""
        return self.shapes.get(colour, colour)

    def text(self, colour: str) -> str:
        """The colour of a text."""
        return self.texts.get(colour, self.shape(colour))


LIGHT = Card(
    shapes={},
    texts={figures.ORANGE: "#B34F00", figures.GREEN: "#007A5A", figures.GREY: "#6B6B6B"},
    planes={},
)
DARK = Card(
    shapes={
        figures.PAPER: DARK_PAPER,
        figures.INK: "#E8EBEE",
        figures.GREY: "#8A949E",
        figures.FAINT: "#3A424C",
        figures.BLUE: "#5AB4F0",
        figures.ORANGE: "#FF8A3D",
        figures.GREEN: "#1FC796",
        figures.PURPLE: "#D879C8",
        figures.DARK_ORANGE: "#FFC79E",
        figures.DARK_BLUE: "#A9D8FF",
    },
    texts={},
    planes={
        figures.REGION_MAP.name: LinearSegmentedColormap.from_list("dark region", ("#A6561C", DARK_PAPER, "#2E6F9F")),
        figures.SIGN_MAP.name: LinearSegmentedColormap.from_list("dark sign", ("#FF8A3D", DARK_PAPER, "#5AB4F0")),
        figures.TINTS.name: ListedColormap(
            ["#23465E", "#5A3B24", "#22503F", "#533556", "#565024", "#3C434B"], "dark tints"
        ),
    },
)
CARDS: Mapping[str, Card] = {"light": LIGHT, "dark": DARK}


def put_on(figure: Figure, card: Card) -> None:
    """Give every artist of the figure the colours of the card."""
    for artist in figure.findobj():
        _repaint(artist, card)


def _repaint(artist: Artist, card: Card) -> None:
    if isinstance(artist, Text):
        artist.set_color(card.text(_name(artist.get_color())))
    elif not card.shapes:
        return
    elif isinstance(artist, Pixels):
        artist.colours = card.planes.get(artist.colours.name, artist.colours)
    elif isinstance(artist, Line2D):
        edge, face = artist.get_markeredgecolor(), artist.get_markerfacecolor()
        artist.set_color(card.shape(_name(artist.get_color())))
        artist.set(markeredgecolor=card.shape(_name(edge)), markerfacecolor=card.shape(_name(face)))
    elif isinstance(artist, Collection):
        artist.set(facecolor=_all(artist.get_facecolor(), card), edgecolor=_all(artist.get_edgecolor(), card))
    elif isinstance(artist, Patch):
        artist.set(facecolor=_one(artist.get_facecolor(), card), edgecolor=_one(artist.get_edgecolor(), card))


def _name(colour: ColorType) -> str:
    return to_hex(colour).upper()


def _one(colour: ColorType, card: Card) -> ColorType:
    """The colour that it becomes, as opaque as before."""
    return (*to_rgb(card.shape(_name(colour))), to_rgba(colour)[3])


def _all(colours: ColorType | Sequence[ColorType], card: Card) -> list[ColorType]:
    return [_one(tuple(colour), card) for colour in to_rgba_array(colours)]
