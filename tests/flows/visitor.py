"""A visitor with a plain browser: opens, reads, follows links, fills in forms, presses buttons."""

from collections.abc import Mapping, Sequence
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from app.demo.keys import Login
from tests.flows.reading import Page, standing

Filled = str | Sequence[str] | tuple[BinaryIO, str]
"""What is filled in: a text, choices, or a file with its name."""


class Visitor:
    """Somebody at a browser without scripts; `page` is what they look at."""

    page: Page

    def __init__(self, app: Flask, language: str = "nl") -> None:
        """Open a browser that wishes a language."""
        self.client = app.test_client()
        self.headers = {"Accept-Language": language}

    def open(self, address: str) -> Page:
        """Go to an address."""
        reply = self.client.get(address, headers=self.headers, follow_redirects=True)
        return self._show(reply)

    def follow(self, text: str) -> Page:
        """Follow a link by its text."""
        return self.open(urljoin(self.page.address, self.page.link(text)))

    def press(self, button: str, **fields: Filled) -> Page:
        """Fill in fields and press a button, by its text or name; all else stays as it stands."""
        form, pressed = self.page.form(button)
        sent: dict[str, Filled] = {**standing(form), **fields}
        if name := pressed.get("name"):
            sent[name] = pressed.get("value", "")
        address = urljoin(self.page.address, form.get("action", ""))
        return self.send(address, sent)

    def send(self, address: str, fields: Mapping[str, Filled]) -> Page:
        """Send a form to an address."""
        reply = self.client.post(address, data=fields, headers=self.headers, follow_redirects=True)
        return self._show(reply)

    def log_in(self, login: Login) -> Page:
        """Log in, which leads to where one's work is."""
        self.open("/login")
        button = {"nl": "Inloggen", "en": "Log in"}[self.page.language]
        return self.press(button, email=login.email, password=login.password)

    def _show(self, reply: TestResponse) -> Page:
        parts = urlsplit(reply.request.url)
        self.page = Page(parts.path, reply.status_code, reply.text)
        return self.page
