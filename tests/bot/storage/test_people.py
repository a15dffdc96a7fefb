"""What is kept about a person can be handed out and deleted; old rows go."""

from bot.storage import Store

PERSON, OTHER = "discord:1", "discord:2"


async def fill(store: Store, person: str) -> None:
    await store.feedback.record(person, f"answer of {person}", "relu", is_helpful=False, reason="too long")
    await store.gaps.put(person, "is tanh blue")
    await store.predictions.record(person, "poll", 1)
    await store.revisions.append(
        f"entries/{person[-1]}.md", "text", after=0, base=None, action="add", author=person, comment="new"
    )


async def test_everything_about_a_person_is_handed_out_and_nothing_else(store):
    await fill(store, PERSON)
    await fill(store, OTHER)
    found = await store.people.export(PERSON)
    assert set(found) == {"feedback", "gaps", "predictions", "revisions", "audit"}
    assert all(len(rows) == 1 for rows in found.values())
    assert found["gaps"][0]["text"] == "is tanh blue"
    assert found["feedback"][0]["reason"] == "too long"
    assert await store.people.export("discord:3") == {}


async def test_deleting_a_person_leaves_the_others_and_the_history(store):
    await fill(store, PERSON)
    await fill(store, OTHER)
    assert await store.people.delete(PERSON) == 5
    assert await store.people.export(PERSON) == {}
    assert len(await store.people.export(OTHER)) == 5
    assert {revision.author for revision in (await store.revisions.heads()).values()} == {"deleted person", OTHER}


async def test_rows_past_their_time_go_and_the_history_stays(store):
    await fill(store, PERSON)
    await store.forum_posts.take(1)
    assert await store.people.forget_older_than(1) == 0
    assert await store.people.forget_older_than(-1) == 4
    assert set(await store.people.export(PERSON)) == {"revisions", "audit"}
