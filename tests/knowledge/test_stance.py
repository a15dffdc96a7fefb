"""Assertion and denial of claims about cooking: nothing but a few sentences for each is known."""

import pytest

from knowledge import Knowledge, LearnerIs, Stance

CLAIM = """---
statement: "{statement}"
verdict: misconception
asserted_as: [{asserted}]
denied_as: [{denied}]
see: [relu]
sources: []
measured: []
---
Because.
"""
CLAIMS = {
    "oil-keeps-pasta-apart": (
        "Oil in the water keeps pasta from sticking.",
        [
            "a spoon of oil stops pasta from sticking",
            "oil makes the noodles slide apart",
            "with oil in the pot no noodle sticks",
            "noodles glue together unless there is oil in the water",
            "oil in the pot is what keeps spaghetti apart",
            "put oil in the water so that pasta doesn't clump",
        ],
        [
            "oil does nothing against sticky pasta",
            "oil just floats on the water and the noodles still stick",
            "it's stirring and not oil that keeps pasta apart",
            "oil in the water doesn't stop noodles from sticking",
            "stir the pasta instead of adding oil",
            "oil fails to keep noodles apart",
        ],
    ),
    "searing-seals-juices": (
        "Searing meat seals in its juices.",
        [
            "searing closes the pores of a steak",
            "a hot pan locks the juice inside the meat",
            "sear a steak first so it stays juicy",
            "a brown crust keeps the juices in",
            "searing is what makes steak juicy",
            "seared meat can't lose its juice",
        ],
        [
            "a crust is not waterproof",
            "seared steaks lose as much juice as others",
            "searing gives taste and not juiciness",
            "searing doesn't lock in juices",
            "meat has no pores that searing could close",
            "a steak drips after searing too",
        ],
    ),
    "salt-speeds-boiling": (
        "Salted water boils faster.",
        [
            "salt makes the water boil sooner",
            "a pinch of salt brings the pot to the boil quicker",
            "add salt to speed up boiling",
            "water with salt needs less time to boil",
            "salt lowers the boiling point of water",
            "salty water is quick to boil",
        ],
        [
            "salt raises the boiling point a little",
            "salted water takes slightly longer to boil",
            "salt doesn't make water boil faster",
            "salt has no influence on the time to boil",
            "salt is for the taste and not for speed",
            "adding salt never saves time",
        ],
    ),
}


def write_kitchen(folder):
    (folder / "claims").mkdir()
    for name, (statement, asserted, denied) in CLAIMS.items():
        quoted = [", ".join(f'"{text}"' for text in texts) for texts in (asserted, denied)]
        text = CLAIM.format(statement=statement, asserted=quoted[0], denied=quoted[1])
        (folder / "claims" / f"{name}.md").write_text(text.replace("see: [relu]", "see: []"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["learned", "recalled"])
def kitchen(request, tmp_path_factory):
    folder = write_kitchen(tmp_path_factory.mktemp("kb"))
    cache = tmp_path_factory.mktemp("cache")
    learned = Knowledge.open(folder, keep_learned_in=cache)
    return learned if request.param == "learned" else Knowledge.open(folder, keep_learned_in=cache)


def stances(knowledge, text):
    return {claim.claim_id.split("-")[0]: claim.stance for claim in knowledge.judge(text).claims}


YES, NO = Stance.ASSERTS, Stance.DENIES


@pytest.mark.parametrize(
    "text", ["", "?!", "no", "I disagree.", "Three myths:", "both are wrong", "not not not", "🙂" * 50]
)
def test_nothing_to_judge(kitchen, text):
    assert kitchen.judge(text).claims == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A little oil stops the pasta from sticking.", {"oil": YES}, id="plain"),
        pytest.param("Oil doesn't keep the pasta from sticking.", {"oil": NO}, id="negation"),
        pytest.param("Oil hardly keeps noodles apart.", {"oil": NO}, id="hardly"),
        pytest.param("Oil fails to stop pasta from sticking.", {"oil": NO}, id="fails to"),
        pytest.param("It's not the oil but the stirring that keeps pasta apart.", {"oil": NO}, id="not X but Y"),
        pytest.param("Stir your pasta rather than adding oil.", {"oil": NO}, id="rather than"),
        pytest.param("It is not true that oil doesn't keep noodles apart.", {"oil": YES}, id="two negations"),
        pytest.param("I'm not sure but oil keeps noodles apart.", {"oil": YES}, id="caution"),
        pytest.param("Why does searing lock the juices in?", {"searing": YES}, id="a question that takes for granted"),
        pytest.param("Does searing lock the juices in?", {}, id="a mere question"),
        pytest.param("Does searing lock the juices in? No.", {"searing": NO}, id="an answered question"),
        pytest.param("Seared steaks drip as much as others.", {"searing": NO}, id="denied by the truth"),
        pytest.param("My aunt says searing locks the juice in. I doubt that.", {"searing": NO}, id="others, rejected"),
        pytest.param("I used to think salt makes water boil sooner.", {"salt": NO}, id="held once"),
        pytest.param("Salt makes the water boil faster, yeah right.", {"salt": NO}, id="irony"),
        pytest.param(
            "Two myths: salt makes water boil faster, and searing locks in the juices of a steak.",
            {"salt": NO, "searing": NO},
            id="a list announced",
        ),
        pytest.param(
            "Salt makes water boil sooner. Searing seals the juices in. Oil keeps the pasta apart. None of it is true.",
            {"salt": NO, "searing": NO, "oil": NO},
            id="a list judged",
        ),
        pytest.param(
            "Oil keeps pasta apart. Salt makes water boil sooner. Searing seals the juices in. The last two are wrong.",
            {"oil": YES, "salt": NO, "searing": NO},
            id="the last two judged",
        ),
    ],
)
def test_stance(kitchen, text, expected):
    assert stances(kitchen, text) == expected


def test_who_only_disclaims_is_never_mistaken(kitchen):
    claims = kitchen.judge("I never said that oil keeps pasta from sticking.").claims
    assert [claim.learner_is for claim in claims] == [LearnerIs.RIGHT]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Hello. 1) Oil keeps pasta apart 2) Water is wet", "Oil keeps pasta apart"),
        ("I like food and salt makes the water boil faster.", "salt makes the water boil faster."),
        ("It's a myth that oil keeps noodles apart. Bye.", "It's a myth that oil keeps noodles apart."),
    ],
)
def test_the_quote_can_be_read_on_its_own(kitchen, text, quote):
    assert [claim.quote for claim in kitchen.judge(text).claims] == [quote]
