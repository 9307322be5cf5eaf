"""A page as people see it: its text, its tables, its links, and its forms as they stand."""

from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

from typing_extensions import override

EMPTY = {"base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
"""Elements that have no end."""

INLINE = {"a", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "wbr"}
"""Elements that do not part the words around them."""

UNSEEN = {"head", "script", "style", "svg", "template"}


class _Grower(HTMLParser):
    """Makes a tree of a page whose elements are all closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tree = TreeBuilder()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in EMPTY:
            self.tree.end(tag)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.tree.end(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self.tree.end(tag)

    @override
    def handle_data(self, data: str) -> None:
        self.tree.data(data)


class Page:
    """What a reply shows, and what can be done on it."""

    def __init__(self, address: str, status: int, source: str) -> None:
        """Read a page.

        Args:
            address: where it came from, after all redirects.
            status: of the reply.
            source: the page as it was sent.
        """
        grower = _Grower()
        grower.tree.start("reply", {})
        grower.feed(source)
        grower.tree.end("reply")
        self.address = address
        self.status = status
        self.root = grower.tree.close()

    @property
    def language(self) -> str:
        """The language that the page says it speaks."""
        return next(self.root.iter("html")).get("lang", "")

    @property
    def text(self) -> str:
        """All that can be read, in one line."""
        return seen(self.root)

    @property
    def heading(self) -> str:
        """What the page is about."""
        return seen(next(self.root.iter("h1")))

    @property
    def rows(self) -> dict[str, list[str]]:
        """The rows of all tables by their first cell; of the same ones the last."""
        cells = [[seen(cell) for cell in row] for row in self.root.iter("tr")]
        return {first: rest for first, *rest in cells}

    def table(self, *heads: str) -> dict[str, list[str]]:
        """Return some columns of the first table that has them all, by its first column."""
        for table in self.root.iter("table"):
            first, *rows = [[seen(cell) for cell in row] for row in table.iter("tr")]
            if set(heads) <= set(first):
                places = [first.index(head) for head in heads]
                return {row[0]: [row[place] for place in places] for row in rows}
        raise NotOnPageError(self, "table", heads)

    def link(self, text: str) -> str:
        """Return where a link leads, by its text or the beginning of that."""
        for link in self.root.iter("a"):
            if seen(link).startswith(text):
                return link.get("href", "")
        raise NotOnPageError(self, "link", text)

    def value(self, label: str) -> str:
        """Return what stands in the field with a label."""
        names = {one.get("for") for one in self.root.iter("label") if seen(one) == label}
        for field in self.root.iter("input"):
            if field.get("id") in names:
                return field.get("value", "")
        raise NotOnPageError(self, "field", label)

    def form(self, button: str) -> tuple[Element, Element]:
        """Return the form that a button sends, and the button, by its text or its name."""
        for form in self.root.iter("form"):
            for one in form.iter("button"):
                called = one.get("aria-label") or seen(one)
                if called == button and not _has(one, "disabled") and not _is_passed(one):
                    return form, one
        raise NotOnPageError(self, "button", button)


class NotOnPageError(LookupError):
    """A visitor looks for what a page does not have."""

    def __init__(self, page: Page, kind: str, called: object) -> None:
        super().__init__(f"No {kind} {called!r} at {page.address}, which says: {page.text}")


def _is_passed(button: Element) -> bool:
    """Whether a button is there for the Enter key alone."""
    return button.get("tabindex") == "-1"


def _has(element: Element, attribute: str) -> bool:
    return element.get(attribute) is not None


def seen(element: Element) -> str:
    """Return the text within an element, but for what is not shown."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag in UNSEEN or _has(element, "hidden"):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield (child.tail or "") if child.tag in INLINE else f" {child.tail or ''} "


def standing(form: Element) -> dict[str, list[str]]:
    """Return what a form would send if nobody touched it, but for its buttons."""
    sent: dict[str, list[str]] = {}
    for field in form.iter():
        name = field.get("name")
        if name and field.tag in {"input", "select", "textarea"} and not _has(field, "disabled"):
            sent.setdefault(name, []).extend(_values(field))
    return sent


def _values(field: Element) -> list[str]:
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n")]
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [one for one in options if _has(one, "selected")] or options[:1]
        return [one.get("value", "") for one in chosen]
    if field.get("type") in {"radio", "checkbox"} and not _has(field, "checked"):
        return []
    return [field.get("value", "")]
