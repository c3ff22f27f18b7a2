"""What every test may lean on: a throwaway PostgreSQL, a browser, a live server, a real worker."""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connections, transaction
from django.test import testcases
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed
from environ import Env
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from psycopg.sql import SQL, Identifier
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from demo.catalogues import compile_catalogues
from demo.services.ports import find_free
from demo.services.postgres import PrivatePostgres
from demo.services.processes import Child
from home.models import HomePage
from tests import factories
from tests.baseline import Baseline, Scenery, make_site
from tests.chromium import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.seeds import Seed

REPOSITORY = Path(__file__).resolve().parents[1]

# What tests/search/test_relevance.py and tests/browser/test_public_pages.py measure.
FIGURES = ("search quality", "what a page costs, without compression")
LONGEST = ("tests/browser/test_public_pages", "tests/config/test_demo_run")

BASELINE, EMPTY_SITE = pytest.StashKey[Baseline](), pytest.StashKey[Baseline]()


def pytest_configure() -> None:
    """Prepare what Django and the browser expect to find before the first test."""
    if "PYTEST_XDIST_WORKER" in os.environ or "DJANGO_LIVE_TEST_SERVER_ADDRESS" not in os.environ:
        os.environ["DJANGO_LIVE_TEST_SERVER_ADDRESS"] = f"127.0.0.1:{find_free()}"
    # Playwright's event loop runs in the thread of the tests; Django takes that for a mistake.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    # Django's test server hands out all of MEDIA_ROOT, originals included; the site must not.
    testcases._MediaFilesHandler = lambda application: application  # type: ignore[assignment,misc]
    # It sends an answer in two pieces, of which the second one waited 40 ms for the client to have got the first.
    WSGIRequestHandler.disable_nagle_algorithm = True
    for source in compile_catalogues(REPOSITORY / "site" / "locale"):
        translation_file_changed(None, source.with_suffix(".mo"))  # Django has read what there was of it.


def pytest_unconfigure() -> None:
    """Remove the files that the tests uploaded."""
    if settings.configured:
        shutil.rmtree(settings.TEST_FOLDER, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests measured and noted under one of these names, whichever process did."""
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    for report in reports:
        for name, text in getattr(report, "user_properties", []):
            if name in FIGURES:
                terminalreporter.write_sep("=", name)
                terminalreporter.write_line(text)


def pytest_collection_finish() -> None:
    """Let the collector of garbage leave alone what stays to the end, and come less often: every test waited for it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the tests that end by emptying every table: what they began with is put back afterwards. And begin with the
    longest ones, so that no process waits for another that is alone with them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        names = getattr(item, "fixturenames", [])
        marker = item.get_closest_marker("django_db")
        if {"live_server", "transactional_db"} & set(names) or (marker and marker.kwargs.get("transaction")):
            names.append("django_db_serialized_rollback")


def pytest_runtest_setup() -> None:
    """A page that another test read leaves its language behind, as Django's test client does."""
    translation.deactivate()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Put it back at once: with two processes, a test that needs it may well come after one that emptied it."""
    yield
    if nextitem is None:
        return  # The cluster is gone with the last test, or the database is left as the migrations make it.
    if "django_db_serialized_rollback" in getattr(item, "fixturenames", []):
        with item.config.stash[blocking_manager_key].unblock():
            item.config.stash[BASELINE].restore()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Start a private PostgreSQL for this run, unless the environment names a database."""
    if not settings.DATABASE_IS_PRIVATE:
        yield
        return
    cluster = PrivatePostgres()
    cluster.start()
    os.environ["DATABASE_URL"] = cluster.url("north_star")
    connections["default"].settings_dict.update(Env.db_url_config(os.environ["DATABASE_URL"]))
    yield
    connections.close_all()
    cluster.stop()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    pytestconfig: pytest.Config,
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    """Let the processes that tests start find the database of the tests, and make the site that tests begin with. A
    database that is kept for the next run (`--reuse-db`) is left as the migrations make it."""
    name = connections["default"].settings_dict["NAME"]
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}")
    os.environ["DATABASE_URL"] = urlunsplit(address)
    with django_db_blocker.unblock():
        is_wanted = any("migrated" in getattr(item, "fixturenames", ()) for item in request.session.items)
        if is_wanted:
            _copy_database(name, f"{name}_migrated")
        pytestconfig.stash[EMPTY_SITE] = Baseline()
        make_site()
        pytestconfig.stash[BASELINE] = Baseline()
    # Django then neither fills the emptied tables by itself nor asks every app to.
    connections["default"]._test_serialized_contents = "[]"
    yield
    if is_wanted:
        _drop_database(f"{name}_migrated")
    if not settings.DATABASE_IS_PRIVATE:
        with django_db_blocker.unblock():
            pytestconfig.stash[EMPTY_SITE].replace()


def database_server() -> psycopg.Connection[Any]:
    """A connection to the server of the tests' database, but not to that."""
    parameters = connections["default"].get_connection_params()
    named = {key: parameters[key] for key in ("host", "port", "user", "password") if key in parameters}
    return psycopg.connect(**named, autocommit=True)


def _drop_database(name: str) -> None:
    with database_server() as server:
        server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))


def _copy_database(name: str, copy: str) -> None:
    """A copy beside it, in a second: nobody may be connected meanwhile."""
    connections["default"].close()
    _drop_database(copy)
    with database_server() as server:
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(copy), Identifier(name)))


@pytest.fixture(scope="session")
def migrated(django_db_setup: None) -> str:
    """The name of a database as the migrations make it, in the server of the tests' own: to be copied."""
    return f"{connections['default'].settings_dict['NAME']}_migrated"


@pytest.fixture
def empty_site(db: None, pytestconfig: pytest.Config) -> None:
    """The site as the migrations make it: a home page that is not public, and nothing below it."""
    pytestconfig.stash[EMPTY_SITE].replace()


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Seed:
    """Where a demo leaves its data for other tests, in a folder that all processes of this run share."""
    folder = tmp_path_factory.getbasetemp()
    return Seed(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


@pytest.fixture(scope="session")
def scenery(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, pytestconfig: pytest.Config
) -> Callable[..., Scenery]:
    """A function that makes a scenery: `scenery(make)`, or `scenery(make, upon=another)`."""

    def build(make: Callable[[], dict[Any, Any]], upon: Scenery | None = None) -> Scenery:
        with django_db_blocker.unblock():
            return Scenery(pytestconfig.stash[BASELINE], make, upon)

    return build


def with_pictures(pages: dict[Any, Any]) -> dict[Any, Any]:
    """These pages, and the files of their pictures, as they are made a moment after a page was published."""
    from newsroom.web.pictures import make_pictures_of

    for page in pages.values():
        make_pictures_of.call(page.pk)
    return pages


@pytest.fixture(scope="session")
def one_of_each_scenery(scenery: Callable[..., Scenery]) -> Scenery:
    return scenery(lambda: with_pictures(factories.one_of_each()))


@pytest.fixture
def one_of_each(one_of_each_scenery: Scenery, db: None) -> dict[str, Any]:
    """A public page of every type, by type name: what `factories.one_of_each` makes, without the time it takes."""
    return one_of_each_scenery.put_up()


@pytest.fixture(scope="session")
def site_scenery(scenery: Callable[..., Scenery], one_of_each_scenery: Scenery) -> Scenery:
    def make() -> dict[tuple[str, str], Any]:
        pages = {(name, "en"): page for name, page in one_of_each_scenery.put_up().items()}
        return with_pictures(
            pages | {(name, "ar"): factories.translated(page, "ar") for (name, _), page in pages.items()}
        )

    return scenery(make)


@pytest.fixture(scope="module")
def site(site_scenery: Scenery, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[tuple[str, str], Any]]:
    """A public page of each type in English and in Arabic, by (type name, language). Tests leave it as it is."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield site_scenery.put_up()
        transaction.set_rollback(True)


@pytest.fixture
def two_of_each(site_scenery: Scenery, db: None) -> dict[tuple[str, str], Any]:
    """As `site`, for one test, which may change it."""
    return site_scenery.put_up()


@pytest.fixture(scope="session")
def spanish_scenery(scenery: Callable[..., Scenery]) -> Scenery:
    return scenery(lambda: {"es": factories.language("es")})


@pytest.fixture
def spanish(spanish_scenery: Scenery, db: None, request: pytest.FixtureRequest) -> None:
    """The room of Spanish, as `factories.language` opens it, without the time it takes: for a test, or a module of
    tests, of which some may ask for other pages instead."""
    if not {"one_of_each", "two_of_each"} & set(request.fixturenames):
        spanish_scenery.put_up()


@pytest.fixture(scope="session")
def arabic_scenery(scenery: Callable[..., Scenery]) -> Scenery:
    return scenery(lambda: {"ar": factories.language("ar")})


@pytest.fixture
def arabic(arabic_scenery: Scenery, db: None) -> None:
    """The room of Arabic, likewise."""
    arabic_scenery.put_up()


@pytest.fixture(scope="session")
def spanish_home_scenery(scenery: Callable[..., Scenery]) -> Scenery:
    return scenery(lambda: {"es": factories.translated(factories.home())})


@pytest.fixture
def spanish_home(spanish_home_scenery: Scenery, db: None) -> HomePage:
    """The Spanish home page, public like the English one, without the time that its translation takes."""
    return spanish_home_scenery.put_up()["es"]


@pytest.fixture(scope="session")
def arabic_home_scenery(scenery: Callable[..., Scenery]) -> Scenery:
    return scenery(lambda: {"ar": factories.translated(factories.home(), "ar")})


@pytest.fixture
def arabic_home(arabic_home_scenery: Scenery, db: None) -> HomePage:
    """The Arabic home page, likewise."""
    return arabic_home_scenery.put_up()["ar"]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright itself, without a browser."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session", autouse=True)
def _playwright_before_database(request: pytest.FixtureRequest) -> None:
    """Start Playwright first: Django keeps other connections for a thread once a loop runs in it."""
    if any("playwright" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("playwright")


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium. Where it is missing tests fail: an unseen page is not a tested one."""
    chromium = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", CHROMIUM), args=CHROMIUM_ARGUMENTS)
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab of its own for one test, with no cookie in it."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def worker(transactional_db: None, settings) -> Iterator[Child]:
    """A real `db_worker` process on the test database; tasks go to the table while it is in use."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    child = Child(
        [sys.executable, str(REPOSITORY / "manage.py"), "db_worker", "--interval", "0.1"],
        environment={**os.environ, "TASKS_AT_ONCE": "false"},
    )
    yield child
    child.stop()
