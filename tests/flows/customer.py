"""A customer with a link: answers what is asked, page by page."""

from collections.abc import Iterator, Mapping

from flask import Flask

from tests.flows.reading import Page, seen, standing
from tests.flows.visitor import Visitor

WORDS = {
    "nl": {"start": "Beginnen", "next": "Volgende", "send": "Verzenden"},
    "en": {"start": "Start", "next": "Next", "send": "Send"},
}
END = "/thank-you"
PAGES = 12
"""More than any questionnaire of the library has."""


class Customer(Visitor):
    """A visitor who answers a questionnaire; `point` is where they stand on every scale."""

    def __init__(self, app: Flask, link: str, language: str = "nl", point: int = 5) -> None:
        """Receive a link."""
        super().__init__(app, language)
        self.link = link
        self.point = point

    def start(self) -> Page:
        """Open the link, and start."""
        self.open(self.link)
        return self.press(self._word("start"))

    def answer_all(self) -> Page:
        """Answer every page, from the one that is open up to the thanks."""
        for _ in range(PAGES):
            if self.page.address.endswith(END):
                break
            self.answer()
        return self.page

    def answer(self) -> Page:
        """Answer the page that is open, and go on."""
        return self._go_on(dict(self.answers()))

    def go_on(self) -> Page:
        """Go on without touching anything."""
        return self._go_on({})

    def _go_on(self, answers: Mapping[str, str | list[str]]) -> Page:
        texts = {seen(button) for button in self.page.root.iter("button")}
        send = self._word("send")
        return self.press(send if send in texts else self._word("next"), **answers)

    def _word(self, what: str) -> str:
        return WORDS[self.page.language][what]

    def answers(self) -> Iterator[tuple[str, str | list[str]]]:
        """Yield an answer to everything on the page; one image former was met."""
        radios: dict[str, list[str]] = {}
        for field in self.page.root.iter("input"):
            name, value = field.get("name", ""), field.get("value", "")
            match field.get("type"):
                case "radio":
                    radios.setdefault(name, []).append(value)
                case "text":
                    yield name, "Snel antwoord"
                case "checkbox" if name == "answer_tp_website.met":
                    yield name, value
                case _:
                    pass
        for name, values in radios.items():
            if "." not in name or name.startswith("answer_tp_website."):
                yield name, values[min(self.point, len(values)) - 1]
        for field in self.page.root.iter("textarea"):
            yield field.get("name", ""), "Eén vast aanspreekpunt"
        for ranking in self.page.root.iter("section"):
            if "ranking" in ranking.get("class", ""):
                yield self._ranked(ranking.get("id", ""))

    def _ranked(self, name: str) -> tuple[str, list[str]]:
        """Return the options that come first, as the page keeps them when they are ranked."""
        options = [
            field.get("value", "")
            for field in self.page.root.iter("input")
            if field.get("name") == name
        ]
        return name, options[:3]


def answered(page: Page) -> dict[str, list[str]]:
    """Return what stands on a page: the answers that were given before."""
    found: dict[str, list[str]] = {}
    for form in page.root.iter("form"):
        found |= {name: values for name, values in standing(form).items() if values}
    return {name: values for name, values in found.items() if name.startswith("answer_")}
