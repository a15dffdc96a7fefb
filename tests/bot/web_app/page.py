"""A page as its tags and its words, for assertions."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "input", "br", "hr", "source"}
CODE = {"code", "pre"}


@dataclass
class Page:
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: str = ""  # outside code

    def all(self, tag, **attributes):
        return [given for name, given in self.tags if name == tag and attributes.items() <= given.items()]

    def meta(self, name):
        found = [tag["content"] for tag in self.all("meta") if name in (tag.get("property"), tag.get("name"))]
        assert len(found) == 1, f"{len(found)} meta tags {name}"
        return found[0]

    def links(self):
        return [tag["href"] for tag in self.all("a")]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.page.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another tag"

    def handle_data(self, data):
        if not CODE & set(self.open):
            self.page.words += data


def read_page(text):
    """Parse a page; tags that do not match are an error."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert not reader.open, f"never closed: {reader.open}"
    return reader.page


async def get_page(site, path, status=200):
    response = await site.get(path)
    text = await response.text()
    assert response.status == status, text
    assert response.content_type == "text/html"
    return read_page(text)
