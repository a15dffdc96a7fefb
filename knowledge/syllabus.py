"""What is planned: the order of groups and topics, and the ids that may be linked before they are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from knowledge.errors import error_at
from knowledge.front_matter import read_mapping


@dataclass(frozen=True)
class Planned:
    """A topic of the syllabus."""

    id: str
    group: str
    title: str


@dataclass(frozen=True)
class Syllabus:
    """All planned topics in their order, and the ids of all planned claims."""

    topics: Mapping[str, Planned]
    claims: tuple[str, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in the order in which they are taught."""
        return tuple(dict.fromkeys(topic.group for topic in self.topics.values()))


NO_SYLLABUS = Syllabus(topics=MappingProxyType({}), claims=())


def parse_syllabus(text: str, path: str) -> Syllabus:
    """Read syllabus.yaml."""
    section = read_mapping(text, path)
    section.allow_only("topics", "claims")
    topics: dict[str, Planned] = {}
    for part in section.parts("topics"):
        topic = Planned(id=part.text("id"), group=part.text("group"), title=part.text("title"))
        if topic.id in topics:
            raise error_at(path, part.line, f"The topic '{topic.id}' is planned twice.")
        topics[topic.id] = topic
    return Syllabus(topics=MappingProxyType(topics), claims=section.texts("claims"))
