"""What people type about themselves and about others."""

from __future__ import annotations

from typing import Any

from wtforms import EmailField, PasswordField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2
from wtforms.validators import InputRequired, Length

from lt_admin.accounts.policy import ROLES, Role
from lt_admin.core.fields import MISSING, trimmed
from lt_admin.core.forms import EnumField, Form, Text
from lt_admin.core.frame import NAMES
from lt_admin.core.i18n import lazy_gettext as _l


def email_field() -> Any:
    """An address; whether it is one is for the services to say."""
    return EmailField(
        _l("E-mail address"), [InputRequired(MISSING), Length(max=200)], filters=[trimmed]
    )


def password_field(label: Any) -> Any:
    """A password, which no page ever shows again."""
    return PasswordField(label, [InputRequired(MISSING)])


class SignInForm(Form):
    """Who you are."""

    email = email_field()
    password = password_field(_l("Password"))


class AskPasswordForm(Form):
    """Where the link is to go."""

    email = email_field()


class PasswordForm(Form):
    """A password to keep."""

    password = password_field(_l("New password"))


class ChangePasswordForm(Form):
    """Another password, by who knows the present one."""

    present = password_field(_l("Present password"))
    password = password_field(_l("New password"))


def language_field() -> Any:
    """One of the languages of the pages."""
    choices = [SelectChoice(*each) for each in NAMES.items()]
    return SelectField(_l("Language"), [InputRequired(MISSING)], choices=choices)


class ProfileForm(Form):
    """What people may change about themselves."""

    name = Text(_l("Name"))
    language = language_field()


class UserForm(Form):
    """Somebody with an account, as the coordinator and the board see it."""

    name = Text(_l("Name"))
    email = email_field()
    role = EnumField(_l("Role"), Role, ROLES)

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        return {key: value for key, value in self.data.items() if key != "csrf_token"}


class InviteForm(UserForm):
    """Somebody new."""

    language = language_field()
