"""The gallery page: every simulation with its picture, made of the words that stand by each experiment."""

import re
from collections.abc import Mapping
from typing import Any

from sims.catalog import experiments
from sims.experiment import Experiment
from sims.options import options_of

HEAD = """\
# The simulations

<!-- Made by `make gallery` from the words in sims/experiments/. Change them there. -->

Each picture below is what the simulation draws with its default settings. The command above it draws it again, number
for number, as do the site and Discord. Learned results are means over five seeds, with one standard deviation as a band
or as whiskers; the caption on the simulation's page says what was not simulated. Every picture also comes on a dark
card (`card=dark`).
"""
SECTION = """
## {title}

`rectify sim run {name}`

![{alt}](pictures/{name}.png)

**What it shows.** {summary}.

**The sentence that it tests** (from the course forum, shortened):
> {thread_sentence}

**How to read it.** {how_to_read}

**How it can mislead.** {can_mislead}

**What can be varied:** {settings}.{variations}
"""
MARKUP = re.compile(r"([\\`*_\[\]<>])")


def gallery_text(alt_texts: Mapping[str, str]) -> str:
    """The page in Markdown, with these descriptions of the pictures, by the name of the experiment."""
    sections = [_section(experiment, alt_texts[name]) for name, experiment in experiments().items()]
    lines = [f"- [{one.title}](#{_anchor(one.title)}): {_lower(one.summary)}\n" for one in experiments().values()]
    return "".join((HEAD, "\n", *lines, *sections))


def _section(experiment: Experiment[Any, Any], alt_text: str) -> str:
    variations = ", ".join(f"`{recipe}`" for recipe in experiment.gallery[1:])
    return SECTION.format(
        title=experiment.title,
        name=experiment.name,
        alt=MARKUP.sub(r"\\\1", alt_text),
        summary=experiment.summary,
        thread_sentence=experiment.thread_sentence,
        how_to_read=experiment.how_to_read,
        can_mislead=experiment.can_mislead,
        settings=", ".join(f"`{option.key}`" for option in options_of(experiment.settings)),
        variations=f" Worth trying: {variations}." if variations else "",
    )


def _anchor(title: str) -> str:
    """As code hosts make them from a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
