"""A complete entry and a complete claim, the smallest that lint accepts; tests change single lines of them."""

_QUESTIONS = "\n".join(f'  - "how does NAME behave in case {number}"' for number in range(20))

ENTRY = f"""---
title: All about NAME
summary: What NAME does to a number.
aliases: [the NAME function]
questions:
{_QUESTIONS}
faq:
  - question: Is NAME cheap?
    answer: Yes, it is.
  - question: Is NAME smooth?
    answer: That depends.
  - question: Who uses NAME?
    answer: Many people do.
  - question: Where does NAME saturate?
    answer: Nowhere for positive $z$.
related: []
sims: ["activation-plot"]
sources:
  - title: A book
    url: https://example.org/book
    year: 2015
  - title: A paper
    url: https://example.org/paper
    year: 2019
measured: []
reviewed: 2026-11-23
---
The answer about NAME is $a = g(z)$.

## Going deeper
More about it.
"""

CLAIM = """---
statement: The unit NAME can die.
verdict: correct
asserted_as: [NAME may die, NAME units stop, NAME gets stuck, NAME is off for good, NAME ends at zero, NAME never wakes,
  NAME is lost, NAME is dead]
denied_as: [NAME cannot die, NAME never stops, NAME always wakes, NAME is never lost, NAME does not get stuck]
see: [relu]
sources:
  - title: A paper
    url: https://example.org/paper
    year: 2019
---
Because its gradient is $0$ there.
"""
