"""Feedback, gaps, predictions, forum posts: one per person, changeable, countable."""

import asyncio


async def test_feedback_is_one_per_person_and_answer_and_can_change(store):
    await store.feedback.record("discord:1", "answer", "relu", is_helpful=True)
    await store.feedback.record("discord:1", "answer", "relu", is_helpful=False, reason="too long")
    await store.feedback.record("discord:1", "other answer", "tanh", is_helpful=True)
    assert await store.feedback.counts("relu") == (0, 1)
    assert await store.feedback.counts() == (1, 1)
    assert await store.feedback.by_topic() == {"relu": (0, 1), "tanh": (1, 0)}
    assert await store.feedback.reasons("relu") == ("too long",)
    await store.feedback.record("discord:1", "answer", "relu", is_helpful=True)
    assert await store.feedback.reasons("relu") == (), "a changed verdict takes its reason along"


async def test_presses_at_once_end_in_one_row(store):
    await asyncio.gather(
        *(store.feedback.record("discord:1", "answer", "relu", is_helpful=bool(n % 2)) for n in range(6))
    )
    assert sum(await store.feedback.counts("relu")) == 1


async def test_a_gap_is_put_once_per_person_and_closed_once(store):
    assert await store.gaps.put("discord:1", "why does relu hum")
    assert not await store.gaps.put("discord:1", "why does relu hum")
    assert await store.gaps.put("discord:2", "why does relu hum")
    assert await store.gaps.put("discord:2", "is tanh blue")
    gaps = await store.gaps.open()
    assert [gap.text for gap in gaps] == ["is tanh blue", "why does relu hum", "why does relu hum"]
    ids = tuple(gap.id for gap in gaps[1:])
    assert await store.gaps.assign(ids, "relu", "discord:9") == 2
    assert await store.gaps.assign(ids, "tanh", "discord:9") == 0
    assert await store.gaps.dismiss((gaps[0].id,), "discord:9") == 1
    assert await store.gaps.open() == ()
    assert {(gap.status, gap.topic) for gap in await store.gaps.get(ids)} == {("assigned", "relu")}
    assert {deed.action for deed in await store.audit.newest()} == {"gap-assigned", "gap-dismissed"}


async def test_predictions_are_one_per_person_and_poll(store):
    await store.predictions.record("discord:1", "poll", 0)
    await store.predictions.record("discord:1", "poll", 2)
    await store.predictions.record("discord:2", "poll", 2)
    await store.predictions.record("discord:2", "other", 1)
    assert await store.predictions.counts("poll") == {2: 2}


async def test_a_forum_post_is_taken_once(store):
    taken = await asyncio.gather(*(store.forum_posts.take(2**63 - 1) for _ in range(4)))
    assert sorted(taken) == [False, False, False, True]
    assert await store.forum_posts.outcome(2**63 - 1) == "taken"
    await store.forum_posts.conclude(2**63 - 1, "answered")
    assert await store.forum_posts.outcome(2**63 - 1) == "answered"
    assert await store.forum_posts.outcome(5) is None
