"""Names of entries and claims that fit what somebody begins to type."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from bot.editing.overlay import EditState
from knowledge import Knowledge

CLAIM = "claim: "
LEAST = 55.0  # of rapidfuzz's 100; below it a claim has little to do with what was typed


def suggest_names(knowledge: Knowledge, states: tuple[EditState, ...], typed: str, limit: int) -> list[tuple[str, str]]:
    """(name for Editor.path_of, what is shown) of entries, claims, and edits that were set aside."""
    library = knowledge.library
    taken = {entry.id for entry in library.entries.values()}
    claims = {
        f"claims/{id_}.md" if id_ in taken else id_: f"{CLAIM}{claim.statement}"
        for id_, claim in library.claims.items()
    }
    words = typed.removeprefix(CLAIM.strip()).strip()
    wants_claims = typed.startswith(CLAIM.strip())
    found = [] if wants_claims else list(knowledge.suggest(words, limit))
    by_words = {name: f"{name.replace('-', ' ')} {shown}" for name, shown in claims.items()}
    if words:
        near = process.extract(words, by_words, scorer=fuzz.WRatio, limit=limit, score_cutoff=LEAST)
        fitting = [(name, claims[name]) for _, _, name in near]
    else:
        fitting = list(claims.items())
    lost = [(state.revision.path, f"set aside: {state.revision.path}") for state in states if state.problem]
    # A claim must not vanish behind entries that fit a little.
    room = limit // 2 if len(fitting) > limit // 2 else limit - len(fitting)
    return [*lost, *found[:room], *fitting][:limit]
