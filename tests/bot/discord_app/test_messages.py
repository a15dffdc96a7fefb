"""Replies, verdicts and pictures keep to Discord's limits, whatever they hold."""

from types import SimpleNamespace

import pytest

from bot.discord_app import limits
from bot.discord_app.messages import (
    catalogue_post,
    help_post,
    picture_post,
    reply_embed,
    verdict_embeds,
    waiting_line,
)
from bot.reply import CheckUp, Finding, Reply
from knowledge import JudgedClaim, LearnerIs, Source, Stance, Verdict
from tests.bot.discord_app.in_process import make_picture
from tests.discord_stand_in.limits import check_message

SOURCE = Source("A [paper] about (activations) " + "and more " * 20, "https://example.org/a_(b)", 2020)
LONG = Reply("A title " * 80, "A sentence with $\\frac{1}{2}$. " * 400, sources=(SOURCE,) * 40, topic="relu")


def finding(learner_is=LearnerIs.MISTAKEN, quote="a quote", why="Because.", claim="some-claim"):
    judged = JudgedClaim(claim, Stance.ASSERTS, Verdict.MISCONCEPTION, learner_is, quote, 0.9)
    return Finding(judged, SimpleNamespace(statement="It is so.", sources=()), why)


def check_up(*findings, sources=()):
    return CheckUp("judged", findings, Reply("Your intuition: 3 mistaken", "…", sources=sources))


def problems(*embeds):
    return check_message({"embeds": [embed.to_dict() for embed in embeds]}, {})


REPLIES = {
    "everything too long": (LONG, "q " * 4000),
    "nothing but a title": (Reply("Title", ""), None),
    "emoji question": (Reply("Title", "Text"), "🙂" * 4000),
    "markdown question": (LONG, "*_`~|" * 800),
}


@pytest.mark.parametrize(("reply", "question"), REPLIES.values(), ids=REPLIES)
@pytest.mark.parametrize("page", [None, "https://rectify.example.org/kb/relu"], ids=["no site", "site"])
def test_a_reply_keeps_to_the_limits(reply, question, page):
    assert problems(reply_embed(reply, question, page)) == []


def test_a_shortened_reply_says_where_the_rest_is():
    assert reply_embed(LONG).description.endswith("… (shortened)")
    assert reply_embed(LONG, page="https://e.example/kb/relu").description.endswith("](https://e.example/kb/relu)")


def test_every_entry_is_shown_whole(knowledge):
    for entry in knowledge.library.entries.values():
        embed = reply_embed(Reply(entry.title, entry.short, entry.sources, topic=entry.id))
        assert problems(embed) == [], entry.id
        assert "(shortened)" not in embed.description, entry.id
        assert "$" not in embed.description, entry.id


def test_sources_are_links_that_fit():
    field = reply_embed(LONG).fields[0]
    assert field.value.startswith("- [A paper about (activations)")
    assert "](https://example.org/a_%28b%29) (2020)" in field.value
    assert 1 < field.value.count("\n") + 1 < 40


VERDICTS = {
    "one": [finding()],
    "one of each": [finding(kind) for kind in LearnerIs],
    "fifty long": [finding(why="A reason. " * 150, quote="word " * 200) for _ in range(50)],
    "fifty of each": [finding(kind, why="A reason. " * 60) for kind in LearnerIs for _ in range(50)],
    "hostile quotes": [finding(quote="@everyone <@123456789012345678> ||*_`[a](b)" * 30) for _ in range(5)],
    "five hundred": [finding() for _ in range(500)],
}


@pytest.mark.parametrize("findings", VERDICTS.values(), ids=VERDICTS)
def test_a_verdict_list_keeps_to_the_limits(findings):
    assert problems(*verdict_embeds(check_up(*findings, sources=(SOURCE,) * 6))) == []


def test_a_verdict_list_starts_with_what_is_right():
    embeds = verdict_embeds(check_up(*[finding(kind) for kind in reversed(LearnerIs)]))
    assert [embed.title for embed in embeds] == ["✅ You are right", "🟡 Partly right", "❌ Not quite"]
    assert embeds[0].author.name == "Your intuition: 3 mistaken"


def test_reasons_get_shorter_before_verdicts_get_lost():
    embeds = verdict_embeds(check_up(*[finding(why="A reason. " * 100, quote=f"quote {n}") for n in range(12)]))
    text = embeds[0].description
    assert all(f"> quote {n}\n" in text for n in range(12))
    assert "do not fit" not in text


def test_a_verdict_list_that_does_not_fit_says_how_many_are_missing():
    embeds = verdict_embeds(check_up(*VERDICTS["five hundred"]))
    shown = embeds[0].description.count("> a quote")
    assert 50 < shown < 500
    assert f"{500 - shown} more" in embeds[-1].description


def test_quotes_cannot_ping():
    text = verdict_embeds(check_up(finding(quote="@everyone <@123456789012345678>")))[0].description
    assert "@everyone" not in text
    assert "\\<@" in text


def test_a_picture_says_what_it_shows_and_how_to_get_it_again():
    post = picture_post(make_picture("activation-plot?functions=relu"), "https://e.example/sim/activation-plot")
    embed, file = post.embeds[0], post.files[0].as_file()
    assert embed.image.url == f"attachment://{file.filename}"
    assert file.description == "A single transparent pixel."
    assert "`activation-plot?functions=relu`" in embed.description
    assert embed.url == "https://e.example/sim/activation-plot"


def test_a_long_alt_text_is_shortened():
    picture = make_picture("activation-plot")
    object.__setattr__(picture, "alt_text", "word " * 400)
    object.__setattr__(picture, "caption", "word " * 2000)
    post = picture_post(picture)
    assert len(post.files[0].as_file().description) <= limits.ALT_TEXT
    assert problems(*post.embeds) == []


WAITING = {
    "running": (0.4, 0, "Running `a-recipe`: 40 % done."),
    "next": (0.0, 0, "Running `a-recipe`. The picture will appear here."),
    "one ahead": (0.0, 1, "1 simulation is ahead of `a-recipe`. The picture will appear here."),
    "some ahead": (0.0, 3, "3 simulations are ahead of `a-recipe`. The picture will appear here."),
}


@pytest.mark.parametrize(("fraction", "ahead", "text"), WAITING.values(), ids=WAITING)
def test_somebody_who_waits_is_told_how_long(fraction, ahead, text):
    assert waiting_line("a-recipe", fraction, ahead) == text


def test_lists_keep_to_the_limits():
    many = {f"sim-{number}": SimpleNamespace(summary="s" * 100) for number in range(60)}
    commands = [SimpleNamespace(usage=f"/c{number}", purpose="p" * 100) for number in range(60)]
    assert problems(*catalogue_post(many).embeds, *help_post(commands, "Rectify", "https://e.example").embeds[:0]) == []
    assert problems(*help_post(commands, "Rectify", "https://e.example").embeds) == []


def test_a_post_without_embeds_keeps_its_words():
    post = picture_post(make_picture("activation-plot")).as_plain_text()
    assert post.content == "**A picture**\nOne pixel.\n`activation-plot`"
    assert post.embeds == ()
    assert post.files
