"""What production asks of its environment, and what it says when it does not get it."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from config.settings import env

NAMES = re.compile(r"\b[A-Z]+_[A-Z]+\b")
REPOSITORY = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "".join(map(chr, range(60, 120))),
    "ALLOWED_HOSTS": "example.org",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "BASE_URL": "https://example.org",
    "MAIL_FROM": "newsroom@example.org",
    "CONSENT_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
}


def test_production_names_everything_it_lacks_at_once(run):
    result = run("manage.py", "check", DJANGO_SETTINGS_MODULE="config.settings.production")
    assert result.returncode != 0
    last_line = result.stderr.strip().splitlines()[-1]
    assert set(NAMES.findall(last_line)) >= set(env.REQUIRED)


@pytest.mark.parametrize("name", env.REQUIRED)
def test_production_names_the_one_variable_it_lacks(run, name):
    result = run("manage.py", "check", **{**COMPLETE, name: " "})
    assert result.returncode != 0
    last_line = result.stderr.strip().splitlines()[-1]
    assert NAMES.findall(last_line) == [name]


def test_production_starts_with_a_complete_environment(run):
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **COMPLETE)
    assert result.returncode == 0, result.stderr


def test_production_refuses_a_security_contact_that_does_not_say_how_to_reach_it(run):
    result = run("manage.py", "check", **COMPLETE, SECURITY_CONTACT="security@example.org")
    assert result.returncode != 0
    assert "SECURITY_CONTACT" in result.stderr.strip().splitlines()[-1]


def test_production_refuses_a_consent_key_that_seals_nothing(run):
    result = run("manage.py", "check", **{**COMPLETE, "CONSENT_KEYS": "change-me"})
    assert result.returncode != 0
    last_line = result.stderr.strip().splitlines()[-1]
    assert "CONSENT_KEYS" in last_line
    assert "change-me" not in last_line


def test_the_example_lists_each_variable_once_with_a_comment():
    listed = []
    lines = (REPOSITORY / ".env.example").read_text().splitlines()
    for before, line in pairwise(lines):
        if found := re.match(r"#?([A-Z0-9_]+)=", line):
            listed.append(found[1])
            assert before.startswith("# "), f"{found[1]} has no comment"
    assert sorted(listed) == sorted([*env.REQUIRED, *env.OPTIONAL])


def test_no_variable_is_read_from_the_environment_by_hand():
    """The entries may set defaults; only env.py says what exists, so an unknown name fails at once."""
    declared = {*env.REQUIRED, *env.OPTIONAL}
    for module in (REPOSITORY / "site" / "config" / "settings").glob("*.py"):
        read = re.findall(r'\benv(?:\.\w+)?\("([A-Z_]+)"', module.read_text())
        assert set(read) <= declared, module.name


def test_no_secret_has_a_default():
    assert not set(env.REQUIRED) & set(env.OPTIONAL)


@pytest.mark.parametrize("names", ["", "ada"])
def test_production_exempts_nobody_from_the_second_factor(run, names):
    result = run("manage.py", "check", **COMPLETE, SECOND_FACTOR_FOR=names)
    assert result.returncode != 0
    assert "SECOND_FACTOR_FOR" in result.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "tests-only"),
        ("SECRET_KEY", "short-but-random-x7Qp2"),
        ("SECRET_KEY", "a" * 80),
        ("SECRET_KEY", "django-insecure-" + COMPLETE["SECRET_KEY"]),
        ("DATABASE_URL", "postgresql://postgres:postgres@127.0.0.1:1/none"),
        ("DATABASE_URL", "postgresql://site:changeme@127.0.0.1:1/none"),
    ],
)
def test_production_refuses_a_secret_that_anybody_could_think_of(run, name, value):
    result = run("manage.py", "check", **{**COMPLETE, name: value})
    assert result.returncode != 0
    last_line = result.stderr.strip().splitlines()[-1]
    assert name in last_line and value not in last_line


def test_production_never_shows_how_it_broke(run):
    result = run(
        "manage.py",
        "shell",
        "--no-imports",
        "-c",
        "from django.conf import settings; print(settings.DEBUG)",
        **{**COMPLETE, "DEBUG": "true"},
    )
    assert result.stdout.strip().splitlines()[-1] == "False", result.stderr
