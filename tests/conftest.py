"""The databases, the application and the signed-in people that tests stand on.

Every test runs on SQLite and on PostgreSQL (``--db`` picks one), inside one outer transaction that
is rolled back; requests and test share the connection through savepoints.
"""

from __future__ import annotations

import contextlib
import gc
import re

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import StaticPool

from lt_admin.accounts.policy import Role
from lt_admin.app import create_app
from lt_admin.config import Settings
from lt_admin.core import migrate
from lt_admin.core.db import new_engine, transaction
from lt_admin.core.db import session as db_session
from lt_admin.core.web import limiter
from lt_admin.demo import load as story
from tests.catalogues import compile_stale
from tests.factories import cookie_of, user_with
from tests.migrated import migrated_file
from tests.pages import CheckedClient
from tests.postgres import temporary_postgres
from tests.shares import Shares, turn_of

DATABASES = ("sqlite", "postgresql")
# What these test knows no database (the import contracts see to that): once is enough.
PURE = re.compile(
    r"test_(rules|documents)_|core\.test_(clock|formats|money|paper|privacy|steps|typed)$"
)


def pytest_addoption(parser):
    parser.addoption("--db", choices=[*DATABASES, "both"], default="both", help="which database")


def pytest_configure():
    """Compile the catalogues that changed, so that tests see the words of today."""
    compile_stale()


def databases(config):
    """The databases of this run; what does not differ between them is tried on the first."""
    wanted = config.getoption("--db")
    return DATABASES if wanted == "both" else (wanted,)


def pytest_generate_tests(metafunc):
    if "database" in metafunc.fixturenames:
        names = databases(metafunc.config)
        is_pure = bool(PURE.search(metafunc.module.__name__))
        wanted = names[:1] if is_pure else names
        metafunc.parametrize("database", wanted, scope="session", indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: turn_of(item.nodeid))


def pytest_collection_finish():
    """What was collected stays until the end: the collector of cycles need not look at it."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Shares(config, log)


@pytest.fixture(scope="session")
def database(request):
    return request.param


@pytest.fixture(scope="session")
def database_url(database):
    """An address of a database that stands for the whole run; empty of tables."""
    if database == "sqlite":
        yield "sqlite://"
        return
    with temporary_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def engine(database_url):
    options = {"poolclass": StaticPool} if database_url == "sqlite://" else {}
    engine = new_engine(database_url, **options)
    with engine.begin() as connection:
        migrate.upgrade(connection)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def settings(tmp_path_factory):
    return Settings(tmp_path_factory.mktemp("data"), "sqlite://", "a key for tests")


@pytest.fixture(scope="session")
def app(settings):
    app = create_app(settings)
    app.testing = True  # what goes wrong inside a page fails the test that asked for it
    app.test_client_class = CheckedClient
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture(autouse=True)
def session(app, engine, database, request):
    """The session of the test; tests/races and tests/browser make databases of their own."""
    app.extensions["looks_strictly"] = database == databases(request.config)[0]
    with engine.connect() as connection, connection.begin() as outer:
        app.extensions["new_session"] = sessionmaker(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )
        limiter.reset()
        with app.app_context():
            yield db_session
            with contextlib.suppress(sa.exc.SQLAlchemyError):
                db_session.close()
        outer.rollback()


@pytest.fixture
def statements(engine):
    """The SQL sent since the fixture was asked for, without savepoints; clear it at will."""
    told = []

    def note(_connection, _cursor, statement, *_facts):
        if "SAVEPOINT" not in statement:
            told.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield told
    sa.event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def coordinator(session):
    return user_with(Role.COORDINATOR, name="Ilse Modelhof")


@pytest.fixture
def treasurer(session):
    return user_with(Role.TREASURER, name="Joris Rekenaar")


@pytest.fixture
def board(session):
    return user_with(Role.BOARD, name="Vera Bestuur")


@pytest.fixture
def reviewer_user(session):
    return user_with(Role.REVIEWER, name="Bram Fictema")


@pytest.fixture
def stranger(session):
    """A reviewer who is assigned to nothing."""
    return user_with(Role.REVIEWER, name="Wim Vreemd")


@pytest.fixture
def client_of(app):
    """A test client that is signed in as the given user."""

    def signed_in(user):
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie.update(cookie_of(user))
        return client

    return signed_in


@pytest.fixture
def anyone(app):
    """A test client of somebody who is not signed in."""
    return app.test_client()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """An application on a SQLite file in which the whole demo was told; told once a worker."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(Settings(folder, migrated_file(folder / "lt-admin.sqlite"), "a demo key"))
    app.test_client_class = CheckedClient
    with app.app_context(), transaction():
        story.load("a password for the demo")
    yield app
    app.extensions["engine"].dispose()
