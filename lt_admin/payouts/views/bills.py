"""The office's pages about payees' invoices."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("bills", __name__, template_folder="../templates")
