"""The pages of invoices."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("invoices", __name__, template_folder="../templates")
