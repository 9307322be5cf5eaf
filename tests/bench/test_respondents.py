from urllib.parse import parse_qsl

from bench.respondents import FilledForm

PAGE = """
<form method="post">
  <input type="hidden" name="shown" value="price trust">
  <input type="radio" name="answer_price" value="1">
  <input type="radio" name="answer_price" value="2">
  <input type="hidden" name="answer_rank" value="price" disabled>
  <input type="checkbox" name="answer_web.met" value="1">
  <input type="checkbox" name="answer_web-none" value="1">
  <input type="text" name="answer_years"><textarea name="answer_more"></textarea>
  <button name="go" value="next">Next</button>
</form>
"""


def test_every_field_is_filled_in_as_a_browser_sends_it() -> None:
    form = FilledForm(PAGE.encode())

    sent = dict(parse_qsl(form.sent(("go", "next")).decode()))

    assert ("go", "next") in form.buttons
    assert sent.pop("answer_more")
    assert sent == {
        "shown": "price trust",
        "answer_price": "1",
        "answer_web.met": "1",
        "answer_years": "12",
        "go": "next",
    }
