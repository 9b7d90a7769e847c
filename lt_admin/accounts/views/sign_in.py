"""The pages to come in and go out by."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("sign_in", __name__, template_folder="../templates")
