"""The home page, and the pages that answer a question or judge an intuition."""

from __future__ import annotations

from urllib.parse import urlencode

import aiohttp_jinja2
from aiohttp import web

from bot.course_helper import CourseHelper
from bot.metrics import ANSWERS, CHECKS
from bot.reply import Reply
from bot.web_app.figure_card import canonical_page, make_cards
from bot.web_app.posted import read_form

# Longer addresses are cut by chat programs and refused by proxies.
LONGEST_LINK = 2000
EXAMPLE_QUESTIONS = (
    "Why do hidden layers need an activation function?",
    "Is ReLU only for convolutional networks?",
    "Why does the sigmoid saturate?",
    "Does an activation make a network ignore brightness?",
    "What is a dead ReLU?",
)
EXAMPLE_INTUITION = (
    "Without an activation function the network struggles when digits are darker, because it is linear. "
    "The sigmoid then smooths lighter and darker images to the same probability."
)


class AnswerPages:
    """Pages made from a learner's words."""

    def __init__(self, helper: CourseHelper) -> None:
        self._helper = helper

    async def home(self, request: web.Request) -> web.Response:
        """Ask box, check box, gallery."""
        context = {
            "gallery": make_cards(self._helper.catalogue()),
            "questions": EXAMPLE_QUESTIONS,
            "intuition": EXAMPLE_INTUITION,
        }
        return aiohttp_jinja2.render_template("home.html", request, context)

    async def ask(self, request: web.Request) -> web.Response:
        """The answer to ?q=, or the ask box alone."""
        if "q" not in request.query:
            return aiohttp_jinja2.render_template("answer.html", request, {"answer": None, "question": ""})
        question = request.query["q"]
        answer = self._helper.answer(question)
        ANSWERS.labels(face="web", status=answer.status).inc()
        context = {
            "question": question,
            "answer": answer,
            "lead": _lead(answer.reply),
            "figures": make_cards(answer.reply.sims),
            "related": self._titled(answer.reply.related),
        }
        return aiohttp_jinja2.render_template("answer.html", request, context)

    async def check(self, request: web.Request) -> web.Response:
        """The judgement of ?text= or of a posted text, or the check box alone."""
        fields = await read_form(request) if request.method == "POST" else request.query
        text = fields.get("text")
        if not isinstance(text, str):
            return aiohttp_jinja2.render_template("check.html", request, {"check": None, "text": ""})
        text = text.replace("\r\n", "\n")  # forms send line ends as two characters
        check = self._helper.check(text)
        CHECKS.labels(face="web", status=check.status).inc()
        link = f"/check?{urlencode({'text': text})}"
        context = {
            "text": text,
            "check": check,
            "lead": _lead(check.reply),
            "link": link if len(link) <= LONGEST_LINK and check.findings else None,
            "figures": make_cards(check.reply.sims),
            "related": self._titled(check.reply.related),
            "see": {finding.claim.id: self._titled(finding.claim.see) for finding in check.findings},
            "show": {finding.claim.id: canonical_page(finding.claim.sim or "") for finding in check.findings},
        }
        return aiohttp_jinja2.render_template("check.html", request, context)

    def _titled(self, topics: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """(id, title) of the topics that are written."""
        entries = self._helper.knowledge.library.entries
        return tuple((topic, entries[topic].title) for topic in topics if topic in entries)


def _lead(reply: Reply) -> str:
    """The text without the list of nearest topics, which stands below it as links."""
    return reply.text.partition("\n- ")[0] if reply.suggestions else reply.text
