"""A follow-up is what somebody says next about a topic: a wish ("show me", "why?"), another topic, or a question."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum

from knowledge import Entry, Knowledge, Ranking

# A text that has at least this confidence on its own may be read in the light of the topic before it; anything below
# is about something else ("how do I cook risotto?"), which the topic's name would only disguise.
ABOUT_THIS_SUBJECT = 0.1

# Who asks on has just read the topic's own text: an entry about half as near tells them more.
NEAR_ENOUGH = 0.5

LEAD = r"(?:(?:ok|okay|and|but|so|please|pls|well|hm+|yes|no|oh|then|can you|could you|would you|can i|may i|let me) )*"
TAIL = r"(?: (?:please|pls|again|then|though|exactly|now|(?:for|of|about|on|behind) (?:this|that|it)))*"


class Wish(StrEnum):
    """What can be wished about a topic without naming it."""

    SHOW = "show"
    MORE = "more"
    EXAMPLE = "example"
    SOURCES = "sources"
    THANKS = "thanks"


PICTURE = r"(?:a |the |some )?(?:picture|plot|graph|curve|simulation|figure|demo)s?"
THANKS = (
    r"(?:many |ok |okay )?thank(?:s| you|u)(?: (?:you|a lot|so much|very much|for (?:the|your) help))*|thx|ty|cheers"
    r"|got it|ok(?:ay)?|great|nice|cool|perfect|awesome|understood|i see|makes (?:perfect |more )?sense"
    r"|(?:that|this|it) (?:helps|helped|makes sense)(?: a lot)?"
)
PHRASES = {
    Wish.SHOW: (
        r"(?:show|visuali[sz]e|plot|draw|simulate|run|demonstrate|see)(?: (?:me|us|it|this|that))*"
        rf"(?: {PICTURE})?|{PICTURE}"
    ),
    Wish.EXAMPLE: (
        r"(?:(?:give|show)(?: me| us)? )?(?:an |a |any |another |one )?(?:worked |concrete |numerical |simple )?"
        r"examples?|(?:with|in) numbers|for (?:example|instance)|e g|such as|like what"
    ),
    Wish.SOURCES: (
        r"(?:what (?:is|are) )?(?:the |your |any )?(?:sources?|references?|citations?|papers?|literature)"
        r"|where (?:is|does) (?:this|that|it)(?: come)? from|(?:says who|who says)(?: (?:so|that|this))?"
        r"|where can i read (?:more|this|that|it)(?: up)?"
    ),
    Wish.MORE: (
        r"why(?: (?:not|so|that|is (?:that|this)(?: so)?))?|how(?: (?:so|come|is that))?"
        r"|(?:(?:tell|explain|say|show|give)(?: me| us)? )?(?:a bit |a little )?more(?: details?)?"
        r"|explain(?: (?:it|that|this|why|more|further))*|(?:go(?:ing)? )?deeper|elaborate|(?:in )?(?:more )?details?"
        r"|(?:the |a )?(?:proof|derivation|reason|maths?)|prove (?:it|that)|what do you mean|go on|continue"
        r"|i (?:do not|don t|dont|still do not|still don t) (?:get|understand)(?: (?:it|that|this))?"
    ),
    Wish.THANKS: rf"(?:{THANKS})(?: (?:{THANKS}))*",
}
WISHES = {wish: re.compile(f"{LEAD}(?:{phrase}){TAIL}") for wish, phrase in PHRASES.items()}

OTHER_TOPIC = re.compile(
    rf"{LEAD}(?:what about|how about|what of|what s with|same for|versus|vs|compared (?:to|with)|or|for|with|in)? ?"
    r"(?P<name>.+?)(?: (?:too|then|instead|though))*"
)
# What leans on what was said before: it begins like the middle of a talk, or has a pronoun.
LEANING = re.compile(
    r"(?:and|but|or|so|also|then|what about|how about|why not|what is the|what s the)\b.*"
    r"|.*\b(?:it|its|this|that|these|those|they|them|one)\b.*"
)

ITS = re.compile(r"\bits\b", re.IGNORECASE)

WORKED_EXAMPLE = "**Worked example"


def read_wish(text: str) -> Wish | None:
    """What is wished in a text that names no topic; None where it is a question of its own."""
    words = _plain(text)
    return next((wish for wish, pattern in WISHES.items() if pattern.fullmatch(words)), None)


def named_topic(knowledge: Knowledge, text: str) -> Entry | None:
    """The topic of a text that consists of little else than its name, such as "and tanh?"."""
    direct = knowledge.resolve(text.strip(" ?!.\n"))
    found = OTHER_TOPIC.fullmatch(_plain(text))
    return direct or (knowledge.resolve(found["name"]) if found else None)


def beside(knowledge: Knowledge, topic: Entry, other: Entry) -> Entry:
    """The entry for another topic after this one: what compares the two, says the same of the other, or the other."""
    entries = knowledge.library.entries
    for side in topic.id.split("-vs-"):
        for first, second in ((side, other.id), (other.id, side)):
            comparison = entries.get(f"{first}-vs-{second}") or knowledge.resolve(f"{first} vs {second}")
            if comparison is not None and comparison.id != topic.id:
                return comparison
    names = [name for name in entries if topic.id.startswith(f"{name}-")]
    parallel = [f"{other.id}{topic.id.removeprefix(name)}" for name in names]  # sigmoid-derivative -> tanh-derivative
    return next((entries[id_] for id_ in parallel if id_ in entries and id_ != topic.id), other)


def rank_about(knowledge: Knowledge, topic: Entry, text: str) -> Ranking:
    """Rank the entries for a question that was asked about a topic, which it may leave unsaid."""
    alone = knowledge.search(text)
    leans = LEANING.fullmatch(_plain(text))
    if (alone.is_confident and not leans) or alone.confidence < ABOUT_THIS_SUBJECT:
        return alone
    together = knowledge.search(_with_name(topic, text))
    return _what_is_new(topic, together) if together.is_confident or not alone.is_confident else alone


def _with_name(topic: Entry, text: str) -> str:
    """The question with the topic's name, in the place of "its" where that stands for it."""
    if ITS.search(text):
        return ITS.sub(topic.title, text)
    # A frequent question of the topic is found best with the name behind it, as search has learned it.
    return f"{text} {topic.aliases[0] if topic.aliases else topic.title}"


def _what_is_new(topic: Entry, ranking: Ranking) -> Ranking:
    matches = ranking.matches
    if len(matches) < 2 or matches[0].entry_id != topic.id or matches[0].faq:
        return ranking
    if matches[1].score < NEAR_ENOUGH * matches[0].score:
        return ranking
    return replace(ranking, matches=(matches[1], matches[0], *matches[2:]))


def wished_text(topic: Entry, wish: Wish) -> tuple[str, str]:
    """Title and text that fulfil a wish about a topic."""
    if wish is Wish.THANKS:
        return "You are welcome", "Reply to this message to ask on."
    if wish is Wish.SOURCES:
        day = f"{topic.reviewed:%d %B %Y}".lstrip("0")
        return f"{topic.title}: sources", f"What I say about it rests on the sources below. Last reviewed on {day}."
    if wish is Wish.MORE:
        reasons = [pair for pair in topic.faq if pair.question.lower().startswith("why")]
        blocks = [f"**{pair.question}** {pair.answer}" for pair in reasons]
        return f"{topic.title}: going deeper", "\n\n".join([*blocks, topic.deeper or topic.short])
    example = worked_example(topic)
    if wish is Wish.SHOW and topic.sims:
        return f"{topic.title}: a simulation", f"`{topic.sims[0]}`"
    if wish is Wish.SHOW:
        return f"{topic.title}: an example", f"No simulation belongs to this topic, but this may do.\n\n{example}"
    return f"{topic.title}: an example", example


def worked_example(topic: Entry) -> str:
    """The paragraphs of the worked example; the whole short text where there is none."""
    paragraphs = topic.short.split("\n\n")
    start = next((place for place, text in enumerate(paragraphs) if text.startswith(WORKED_EXAMPLE)), None)
    if start is None:
        return topic.short
    end = next((place for place in range(start + 1, len(paragraphs)) if paragraphs[place].startswith("**")), None)
    return "\n\n".join(paragraphs[start:end])


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s-]", " ", text.lower()).split())
