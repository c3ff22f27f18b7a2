"""`make demo` says in one sentence why it cannot run, and ends."""

import socket

import pytest

from demo.services.ports import find_free

RUN = ("-m", "demo.supervisor", "run", "--port")


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def one_sentence(result):
    assert result.returncode == 1
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    return lines[0]


def test_a_taken_port_is_one_sentence(run, taken_port):
    sentence = one_sentence(run(*RUN, str(taken_port)))
    assert f"Port {taken_port} on 127.0.0.1 is taken" in sentence
    assert "PORT=" in sentence


def test_an_unreachable_database_is_one_sentence(run):
    url = "postgresql://ada:swordfish@127.0.0.1:1/demo"
    sentence = one_sentence(run(*RUN, str(find_free()), DATABASE_URL=url))
    assert sentence.startswith("The database of DATABASE_URL cannot be reached: ")
    assert "swordfish" not in sentence


def test_a_malformed_database_address_is_one_sentence(run):
    sentence = one_sentence(run(*RUN, str(find_free()), DATABASE_URL="not an address"))
    assert sentence.startswith("The database of DATABASE_URL cannot be reached: ")
