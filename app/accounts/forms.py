"""The forms of the accounts door."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from app.services.people import LONGEST_PASSWORD, SHORTEST_PASSWORD


class LoginForm(FlaskForm):
    """Who it is; `next` is where the person was heading."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Fill in your e-mail address."))])
    password = PasswordField(_l("Password"), [InputRequired(_l("Fill in your password."))])
    next = HiddenField()


class PasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField(
        _l("New password"),
        [
            Length(
                SHORTEST_PASSWORD,
                LONGEST_PASSWORD,
                _l("Take between %(min)d and %(max)d characters."),
            )
        ],
    )
    again = PasswordField(
        _l("Once more"), [EqualTo("password", _l("This is not the same as above."))]
    )
