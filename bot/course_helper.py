"""CourseHelper: answer, check, explain, simulate. All that a face may call stands here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import sims
from bot.errors import UnknownTopic
from bot.first_reply import states_something
from bot.follow_up import Wish, beside, named_topic, rank_about, read_wish, wished_text
from bot.reply import Answer, CheckUp, Explanation, Finding, Reply
from bot.simulation_runner import SimulationRunner, Work
from bot.storage import Store
from knowledge import Claim, Entry, FaqPair, JudgedClaim, Knowledge, LearnerIs, Match, Ranking, Source, Stance, Verdict

NEAREST_TOPICS = 3
LONGEST_NAME = 100  # comparing a longer text with all names takes time, and it resembles none
MOST_SOURCES = 6  # a reply about many claims would else end in a page of links
MOST_RELATED = 6
SURE_UNASKED = 0.8  # of a verdict on a post that only asks: a wrong one would tell a learner off for nothing

# What is right comes first, then what is half right, then what is off.
LEARNER_ORDER = (LearnerIs.RIGHT, LearnerIs.PARTLY_RIGHT, LearnerIs.MISTAKEN)
HEADINGS = {
    LearnerIs.RIGHT: "✅ **You are right**",
    LearnerIs.PARTLY_RIGHT: "🟡 **Partly right**",
    LearnerIs.MISTAKEN: "❌ **Not quite**",
}


class CourseHelper:
    """The core that all faces share. Answers and verdicts are found in milliseconds; simulations run in workers."""

    def __init__(self, knowledge: Knowledge, runner: SimulationRunner, store: Store, longest_text: int = 4000) -> None:
        self.knowledge = knowledge
        self.store = store
        self._runner = runner
        self._longest_text = longest_text

    def answer(self, question: str) -> Answer:
        """Answer a question from the entries, or say honestly that none fits and name the nearest topics."""
        question = _encodable(question)
        problem = self._problem_with(question, "question")
        if problem:
            return Answer("unsure", 0.0, (), problem)
        return self._answer_from(self.knowledge.search(question))

    def follow_up(self, topic: str, text: str) -> Answer:
        """Answer what somebody says next about a topic: a wish ("show me", "why?"), another topic, or a question.

        Args:
            topic: id of the entry that was shown; one that is gone is passed over.
            text: what was said.
        """
        entry, text = self.knowledge.library.entries.get(topic), _encodable(text)
        if entry is None or self._problem_with(text, "question"):
            return self.answer(text)
        wish = read_wish(text)
        if wish is not None:
            return self._fulfil(entry, wish)
        other = named_topic(self.knowledge, text)
        if other is not None:
            shown = beside(self.knowledge, entry, other)
            return Answer("answer", 1.0, (Match(shown.id, shown.title, 1.0, None),), self._reply_from(shown, None))
        ranking = rank_about(self.knowledge, entry, text)
        best = ranking.matches[0] if ranking.is_confident else None
        if best is not None and best.entry_id == topic and best.faq is None:
            return self._fulfil(entry, Wish.MORE)  # they have read the rest
        return self._answer_from(ranking)

    def respond(self, text: str) -> Answer | CheckUp:
        """Judge what states an intuition; answer anything else as a question."""
        if states_something(text):
            check_up = self.check(text)
            if check_up.findings:
                return check_up
        return self.answer(text)

    def first_reply(self, title: str, text: str) -> Answer | CheckUp | None:
        """What is worth saying unasked about a new post; None where nothing is said with confidence.

        A post that states something, or takes something wrong for granted, gets a verdict; a question gets an answer.

        Args:
            title: the post's title, which often holds the question.
            text: the post.
        """
        check_up = self.check(text[: self._longest_text])
        is_off = any(
            finding.judged.learner_is is not LearnerIs.RIGHT and finding.judged.confidence >= SURE_UNASKED
            for finding in check_up.findings
        )
        if check_up.findings and (is_off or states_something(f"{title}\n{text}")):
            return check_up
        answers = (self.answer(question[: self._longest_text]) for question in (f"{title}\n{text}", title))
        answer = next((answer for answer in answers if answer.status == "answer"), None)
        return answer or (check_up if check_up.findings else None)

    def check(self, text: str) -> CheckUp:
        """Judge an intuition claim by claim; the reply starts with what is right."""
        text = _encodable(text)
        problem = self._problem_with(text, "intuition")
        if problem:
            return CheckUp("unsure", (), problem)
        judgement = self.knowledge.judge(text)
        if not judgement.claims:
            return CheckUp("unsure", (), self._nothing_to_judge(text))
        claims = self.knowledge.library.claims
        found = sorted(judgement.claims, key=lambda judged: LEARNER_ORDER.index(judged.learner_is))
        findings = tuple(
            Finding(judged, claims[judged.claim_id], _why(judged, claims[judged.claim_id])) for judged in found
        )
        return CheckUp("judged", findings, self._verdict(findings))

    def explain(self, topic: str) -> Explanation:
        """One entry by id, title or alias.

        Raises:
            UnknownTopic: nothing has this name; the message offers the nearest topics.
        """
        entry = self.knowledge.resolve(topic)
        if entry is None:
            nearest = ", ".join(title for _, title in self.knowledge.suggest(topic[:LONGEST_NAME], NEAREST_TOPICS))
            asked = topic if len(topic) <= 60 else topic[:57] + "…"
            raise UnknownTopic(f"There is no topic called “{asked}”." + (f" Nearest: {nearest}." if nearest else ""))
        return Explanation(entry, self._reply_from(entry, None))

    def shown(self, item: Entry | Claim) -> Reply:
        """What a learner would read from an entry or claim that need not be saved yet."""
        if isinstance(item, Entry):
            return self._reply_from(item, None)
        judged = JudgedClaim(
            item.id, Stance.ASSERTS, item.verdict, item.learner_is(Stance.ASSERTS), item.statement, confidence=1.0
        )
        return self._verdict((Finding(judged, item, item.why),))

    def suggest_topics(self, prefix: str, limit: int = 25) -> tuple[tuple[str, str], ...]:
        """(id, title) of the topics that fit what has been typed so far."""
        return self.knowledge.suggest(prefix, limit)

    def catalogue(self) -> Mapping[str, sims.Experiment[Any, Any]]:
        """All simulations by name."""
        return sims.experiments()

    async def simulate(
        self,
        recipe: str | sims.Recipe,
        user: str,
        on_progress: Callable[[float], None] | None = None,
        *,
        fresh: bool = False,
    ) -> sims.Picture:
        """Run a recipe, or take the finished picture from the cache.

        Args:
            recipe: recipe text in any order and spelling, or a parsed recipe.
            user: who asks, e.g. "discord:42"; the queue is fair between users.
            on_progress: called with a fraction from 0 to 1 while it runs.
            fresh: run it, although the picture may be in the cache.

        Raises:
            sims.SimError: the recipe names something unknown or out of bounds.
            Busy: the queue is full.
            SimulationFailed: it hit its limits, or its worker died.
        """
        parsed = sims.parse(recipe) if isinstance(recipe, str) else recipe
        return await self._runner.run(parsed.text, user, on_progress, fresh=fresh)

    def is_finished(self, recipe: sims.Recipe) -> bool:
        """Whether the picture is there already, so that showing it costs nothing."""
        return self._runner.has(recipe.text)

    def ahead_in_queue(self, recipe: sims.Recipe) -> int:
        """How many simulations have to end before this one starts; 0 where it runs."""
        return self._runner.ahead_of(recipe.text)

    def stop_simulation(self, recipe: sims.Recipe) -> bool:
        """End a simulation that nobody waits for any more, instead of keeping its picture for later."""
        return self._runner.stop(recipe.text)

    def work(self) -> Work:
        """How busy the simulation workers are."""
        return self._runner.work()

    def _answer_from(self, ranking: Ranking) -> Answer:
        if not ranking.is_confident:
            return Answer("unsure", ranking.confidence, ranking.matches, self._not_sure(ranking))
        best = ranking.matches[0]
        reply = self._reply_from(self.knowledge.library.entries[best.entry_id], best.faq)
        return Answer("answer", ranking.confidence, ranking.matches, reply)

    def _fulfil(self, entry: Entry, wish: Wish) -> Answer:
        title, text = wished_text(entry, wish)
        if wish is Wish.THANKS:
            return Answer("answer", 1.0, (), Reply(title, text))
        reply = replace(self._reply_from(entry, None), title=title, text=text)
        recipe = entry.sims[0] if wish is Wish.SHOW and entry.sims else None
        return Answer("answer", 1.0, (Match(entry.id, entry.title, 1.0, None),), reply, recipe)

    def _problem_with(self, text: str, kind: str) -> Reply | None:
        if not text.strip():
            return Reply("Nothing to read", f"The {kind} is empty. Write it in a sentence, as you would ask a mentor.")
        if len(text) > self._longest_text:
            return Reply(
                "Too long to read",
                f"This {kind} has {len(text):,} characters; up to {self._longest_text:,} are read. "
                "Send the part that matters.",
            )
        if not any(character.isalnum() for character in text):
            return Reply("No words found", f"There are no words in this {kind}. Write it in a sentence.")
        return None

    def _reply_from(self, entry: Entry, faq: FaqPair | None) -> Reply:
        text = f"**{faq.answer}**\n\n{entry.short}" if faq and "**" not in faq.answer else entry.short
        if faq and "**" in faq.answer:
            text = f"{faq.answer}\n\n{entry.short}"
        return Reply(
            title=entry.title,
            text=text,
            sources=entry.sources,
            sims=entry.sims,
            related=self._written(entry.related)[:MOST_RELATED],
            topic=entry.id,
        )

    def _written(self, topics: tuple[str, ...]) -> tuple[str, ...]:
        """Of planned topics, those that have an entry."""
        return tuple(topic for topic in topics if topic in self.knowledge.library.entries)

    def _not_sure(self, ranking: Ranking) -> Reply:
        nearest = tuple((match.entry_id, match.title) for match in ranking.matches[:NEAREST_TOPICS])
        text = (
            "I am not sure that I understand the question, and I would rather not guess. "
            "I know one subject: activation functions."
        )
        if nearest:
            text += "\n\nThe nearest topics that I can explain:\n" + "\n".join(f"- {title}" for _, title in nearest)
        return Reply("Not sure", text, suggestions=nearest, is_gap=True)

    def _nothing_to_judge(self, text: str) -> Reply:
        ranking = self.knowledge.search(text)
        nearest = tuple((match.entry_id, match.title) for match in ranking.matches[:NEAREST_TOPICS])
        words = (
            "I found no statement about activation functions here that I know how to judge. "
            "State what you believe, for example: “Max pooling makes a network ignore brightness.”"
        )
        if nearest and ranking.is_confident:
            words += "\n\nIt may be about:\n" + "\n".join(f"- {title}" for _, title in nearest)
            return Reply("Nothing to judge", words, suggestions=nearest)
        return Reply("Nothing to judge", words)

    def _verdict(self, findings: tuple[Finding, ...]) -> Reply:
        blocks, heading = [], None
        for finding in findings:
            learner_is = finding.judged.learner_is
            if learner_is is not heading:
                heading = learner_is
                blocks.append(HEADINGS[learner_is])
            blocks.append(f"> {_one_line(finding.judged.quote)}\n{finding.why}")
        telling = sorted(findings, key=lambda finding: -LEARNER_ORDER.index(finding.judged.learner_is))
        sources: dict[str, Source] = {s.url: s for finding in telling for s in finding.claim.sources}
        see = self._written(tuple(dict.fromkeys(topic for finding in telling for topic in finding.claim.see)))
        return Reply(
            title=_verdict_title(findings),
            text="\n\n".join(blocks),
            sources=tuple(sources.values())[:MOST_SOURCES],
            sims=tuple(dict.fromkeys(finding.claim.sim for finding in telling if finding.claim.sim)),
            related=see[:MOST_RELATED],
            topic=see[0] if see else None,
        )


def _encodable(text: str) -> str:
    """Replace lone surrogates, which JSON can carry and no output can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _why(judged: JudgedClaim, claim: Claim) -> str:
    """What to say about a claim. Its text speaks to those who believe it; who rejects it is told so first."""
    if judged.stance is Stance.ASSERTS:
        return claim.why
    if claim.denial_why:
        return claim.denial_why
    if claim.verdict is Verdict.CORRECT:
        return f"You reject “{claim.statement}” It is correct, though: {claim.why}"
    return f"You reject “{claim.statement}” Rightly so. To someone who believes it we say: {claim.why}"


def _one_line(quote: str) -> str:
    return " ".join(quote.split())


def _verdict_title(findings: tuple[Finding, ...]) -> str:
    counts = {learner_is: sum(f.judged.learner_is is learner_is for f in findings) for learner_is in LEARNER_ORDER}
    words = ("right", "partly right", "mistaken")
    parts = [f"{counts[kind]} {word}" for kind, word in zip(LEARNER_ORDER, words, strict=True) if counts[kind]]
    return f"Your intuition: {', '.join(parts)}"
