"""What an edit does to labelled answers is told with its sign, the worse first."""

from knowledge import Effect, Knowledge, LabelledPost, LabelledQuestion, compare
from tests.knowledge.content import CLAIM, ENTRY

QUESTIONS = (
    LabelledQuestion("how does relu behave in case 3", ("relu",)),
    LabelledQuestion("how does elu swim in case 3", ("elu",)),
    LabelledQuestion("which laptop should I buy", ()),
)
POSTS = (
    LabelledPost("The unit tanh-can-hop can hop.", {"tanh-can-hop": "asserts"}, {}),
    LabelledPost("The unit relu-can-die can die.", {"relu-can-die": "asserts"}, {}),
)


def test_better_and_worse_are_told_apart(folder, cache):
    before = Knowledge.open(folder.path, cache)
    hop = CLAIM.replace("NAME", "tanh-can-hop").replace("die", "hop").replace("dead", "up")
    added = {
        "entries/functions/elu.md": ENTRY.replace("NAME", "elu").replace("behave", "swim"),
        "claims/tanh-can-hop.md": hop.replace("see: [relu]", "see: [tanh]"),
    }
    after = Knowledge.open(folder.path, cache, overlay=added)
    assert compare(before, before, QUESTIONS, POSTS) == ()
    changes = compare(before, after, QUESTIONS, POSTS)
    gained = {change.text: (change.after, change.effect) for change in changes}
    assert gained[QUESTIONS[1].text] == ("elu", Effect.BETTER)
    assert gained[POSTS[0].text] == ("asserts tanh-can-hop", Effect.BETTER)
    back = compare(after, before, QUESTIONS, POSTS)
    assert {change.text: change.effect for change in back}[POSTS[0].text] is Effect.WORSE
    assert back[0].effect is Effect.WORSE
    assert QUESTIONS[2].text not in gained


def test_an_overlay_stands_in_the_place_of_files_and_a_reload_changes_it(folder, cache):
    overlay = {"entries/functions/relu.md": ENTRY.replace("All about NAME", "Rectifier").replace("NAME", "relu")}
    knowledge = Knowledge.open(folder.path, cache, overlay=overlay)
    assert knowledge.library.entries["relu"].title == "Rectifier"
    knowledge.reload()
    assert knowledge.library.entries["relu"].title == "Rectifier"
    assert knowledge.overlay == overlay
    knowledge.reload({})
    assert knowledge.library.entries["relu"].title == "All about relu"
