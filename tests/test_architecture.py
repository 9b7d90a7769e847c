"""The rules of the house, checked on the whole of it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes

from lt_admin.accounts.access import PUBLIC
from lt_admin.accounts.policy import Permission
from lt_admin.core.events import EVENTS
from lt_admin.gathered import PLACES

HOME = Path(__file__).parents[1] / "lt_admin"
FILES = sorted(HOME.rglob("*.py"))
SERVICES = [path for path in FILES if "services" in path.relative_to(HOME).as_posix()]
VIEWS = [path for path in FILES if re.search(r"/views(/|\.py)", path.as_posix())]
TEMPLATES = sorted(HOME.glob("**/templates/**/*.html"))
FUNCTION_LINES, VIEW_LINES, FILE_LINES, TEST_LINES = 25, 12, 250, 25

# Parts of a service that stand in a file of their own, each with the reason it is silent.
SILENT = {
    "billing/services/allocations.py:free": "part of crediting, which is audited",
    "billing/services/drafts.py:write_lines": "part of drafting, which is audited",
    "billing/services/drafts.py:divide": "part of drafting, which is audited",
    "billing/services/invoices.py:draft_of": "part of drafting, which is audited",
    "billing/services/links.py:use_up": "part of answering, which is audited",
    "billing/services/quotes.py:preview": "puts back what it sets",
    "billing/services/stripe_balance.py:book_movements": "lines of Stripe's own books, named there",
    "payouts/services/bill_postings.py:no_longer_payable": "the event it belongs to is audited",
    "payouts/services/bill_postings.py:payable": "the event it belongs to is audited",
    "quality/services/evaluations.py:answer": "a moment in the log would tell whose sheet it is",
}


@pytest.fixture(autouse=True)
def session():
    """These look at the code, not at data: once is enough."""


def name_of(path):
    return path.relative_to(HOME).as_posix()


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path):
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.walk(tree(path)) if isinstance(node, kinds)]


def test_every_page_names_its_permission(app):
    unnamed = [
        name
        for name, view in app.view_functions.items()
        if name != "static" and getattr(view, "permission", None) not in {PUBLIC, *Permission}
    ]
    assert unnamed == []


def test_every_parameter_in_an_address_has_a_type(app):
    loose = [rule.rule for rule in app.url_map.iter_rules() if re.search(r"<[^:>]+>", rule.rule)]
    assert loose == []


def test_what_changes_something_is_never_a_get(app):
    """A page that answers to both shows a form on GET; core.db keeps a GET from writing."""
    methods = {frozenset(rule.methods - {"HEAD", "OPTIONS"}) for rule in app.url_map.iter_rules()}
    assert methods <= {frozenset({"GET"}), frozenset({"POST"}), frozenset({"GET", "POST"})}


def test_every_place_in_the_menu_is_a_page(app):
    missing = [place.endpoint for place in PLACES if place.endpoint not in app.view_functions]
    assert missing == []


def parsed(app, path):
    return app.jinja_env.parse(path.read_text(encoding="utf-8"))


def jinja_name(path):
    return re.sub(r"^.*?/templates/", "", path.as_posix().split("lt_admin", 1)[1])


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_parses_and_every_page_has_a_title(app, path):
    page = parsed(app, path)
    is_page = any(page.find_all(nodes.Extends)) and jinja_name(path) not in FRAMES
    blocks = {block.name for block in page.find_all(nodes.Block)}
    assert "title" in blocks or not is_page


FRAMES = {"base.html", "letter.html"}


@cache
def macros_of(app, name):
    source = app.jinja_env.loader.get_source(app.jinja_env, name)[0]
    return {macro.name for macro in app.jinja_env.parse(source).find_all(nodes.Macro)}


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_use_only_macros_that_exist(app, path):
    page = parsed(app, path)
    taken = {
        each.target: macros_of(app, each.template.value) for each in page.find_all(nodes.Import)
    }
    lost = [
        f"{used.node.name}.{used.attr}"
        for used in page.find_all(nodes.Getattr)
        if isinstance(used.node, nodes.Name)
        and used.attr not in taken.get(used.node.name, {used.attr})
    ]
    assert lost == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_hold_no_inline_script_style_or_empty_link(path):
    found = re.findall(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|href=\"#\"|\|safe\b",
        path.read_text("utf-8"),
    )
    assert found == []


def called(function):
    """The names of everything a function calls: `audit.record` and the bare last names."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found |= {node.func.attr, ast.unparse(node.func)}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id)
    return found


@cache
def calls_of_services():
    found = {}
    for path in SERVICES:
        for function in functions(path):
            found.setdefault(function.name, set()).update(called(function))
    return found


def is_audited(name, seen=frozenset()):
    """Whether a service writes an audit row, itself or through another service."""
    calls = calls_of_services().get(name, set())
    if {"audit.record", "audit.record_many"} & calls:
        return True
    onwards = {each for each in calls if each in calls_of_services()} - seen - {name}
    return any(is_audited(each, seen | {name, *onwards}) for each in onwards)


def takes_a_doer(function):
    return "by" in {argument.arg for argument in function.args.kwonlyargs + function.args.args}


def changes_something(function):
    """Whether a function adds, removes or sets anything with its own hands."""
    hands = {"session.add", "session.add_all", "session.delete"}
    sets = [n for n in ast.walk(function) if isinstance(n, ast.Assign | ast.AugAssign)]
    targets = [t for n in sets for t in getattr(n, "targets", [getattr(n, "target", None)])]
    return bool(hands & called(function)) or any(isinstance(t, ast.Attribute) for t in targets)


@pytest.mark.parametrize("path", SERVICES, ids=name_of)
def test_every_service_is_audited(path):
    """A verb takes `by`; what takes none may only look."""
    public = [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]
    silent = [
        node.name
        for node in public
        if not node.name.startswith("_")
        and (takes_a_doer(node) or changes_something(node))
        and not is_audited(node.name)
        and f"{name_of(path)}:{node.name}" not in SILENT
    ]
    assert silent == []


def texts_in(path):
    kinds = ast.Constant
    return {
        n.value for n in ast.walk(tree(path)) if isinstance(n, kinds) and isinstance(n.value, str)
    }


def test_every_declared_event_is_written_somewhere():
    texts = set().union(*(texts_in(path) for path in FILES if path.name != "events.py"))
    assert sorted(set(EVENTS) - texts) == []


def test_every_event_that_is_written_is_declared():
    calls = [n for path in FILES for n in ast.walk(tree(path)) if isinstance(n, ast.Call)]
    written = {
        call.args[0].value
        for call in calls
        if ast.unparse(call.func) in {"audit.record", "audit.record_many"}
        and isinstance(call.args[0], ast.Constant)
    }
    assert sorted(written - set(EVENTS)) == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_is_imported_inside_a_function(path):
    inside = [
        ast.unparse(node)
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def body_lines(path, function):
    """The lines of a function without its head, its docstring and blank lines."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    if not body:
        return 0
    lines = path.read_text(encoding="utf-8").splitlines()[body[0].lineno - 1 : function.end_lineno]
    return sum(1 for line in lines if line.strip())


def too_long(path, most):
    lengths = {node.name: body_lines(path, node) for node in functions(path)}
    return {name: length for name, length in lengths.items() if length > most}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_functions_are_short(path):
    assert too_long(path, FUNCTION_LINES) == {}


@pytest.mark.parametrize("path", VIEWS, ids=name_of)
def test_views_are_shorter(path):
    assert too_long(path, VIEW_LINES) == {}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_are_short(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sum(1 for line in lines if line.strip()) <= FILE_LINES


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_packages_are_two_deep(path):
    assert len(path.relative_to(HOME).parts) <= 3
