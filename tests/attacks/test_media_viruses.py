"""Attacks by what scanners know, on a real clamd; and by a scanner that is not there."""

import socket
import threading

import pytest
from django.core.files.base import ContentFile

from newsroom.authoring.cleaning.gate import let_in
from newsroom.authoring.cleaning.refusals import RefusedFile
from newsroom.authoring.models import NewsroomDocument
from tests.attacks.test_media_documents import upload
from tests.media import dirty
from tests.media.clamd import EICAR, clamd
from tests.media.dirty_documents import docx, pack
from tests.media.reading import stored


@pytest.fixture(scope="module")
def addresses():
    with clamd() as both:
        yield both


def why_not(name, data):
    with pytest.raises(RefusedFile) as refused:
        let_in(ContentFile(data, name=name), name)
    return refused.value.sentence


@pytest.mark.django_db
def test_what_the_scanner_knows_is_refused_plain_zipped_and_in_a_letter_and_leaves_nothing(addresses, settings):
    before = stored()
    for settings.CLAMD_ADDRESS in addresses:
        for name, data in (
            ("a.txt", EICAR),
            ("a.zip", pack({"a.txt": EICAR})),
            ("deep.zip", pack({"a.zip": pack({"a.txt": EICAR})})),
            ("a.docx", docx(**{"word/x.xml": EICAR})),
        ):
            assert "virus scanner found" in why_not(name, data), name
        assert let_in(ContentFile(dirty.pictures()["a.png"], name="a.png"), "a.png").size
    (sentence,) = upload("a.txt", EICAR).context["form"].errors["file"]
    assert "virus scanner found" in sentence
    assert stored() == before and not NewsroomDocument.objects.filter(title="A policy").exists()


def test_nothing_is_taken_while_the_scanner_is_not_there_is_frozen_or_says_something_else(settings):
    settings.CLAMD_SECONDS = 0.3
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
        assert "does not answer" in why_not("a.txt", b"Whereas ...")

        def answer():
            connection, _ = server.accept()  # The one that was frozen.
            connection.close()
            connection, _ = server.accept()
            connection.recv(4096)
            connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        settings.CLAMD_SECONDS = 5
        assert "does not answer" in why_not("a.txt", b"Whereas ...")
        thread.join()
    for nowhere in (settings.CLAMD_ADDRESS, "/nowhere/clamd.socket", "nonsense"):
        settings.CLAMD_ADDRESS = nowhere
        assert "does not answer" in why_not("a.txt", b"Whereas ...")
