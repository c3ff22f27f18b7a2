"""Attacks on files in S3, a real one: Ceph's gateway (`tests/media/gateway.py`)."""

import contextlib
import socket
import urllib.error
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
import time_machine
from botocore.exceptions import ClientError
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Collection

from config.settings.s3 import s3_storages
from newsroom.authoring import s3
from newsroom.authoring.models import NewsroomDocument, NewsroomImage, NewsroomRendition
from newsroom.authoring.storage import StoreIsDown
from newsroom.web.files import rendition
from tests import factories
from tests.media import dirty, gateway
from tests.media.reading import leaks_in
from tests.review.admin import Desk

# Ceph 16 takes BlockPublicAcls for a ban on every upload: with the others, such an ACL is accepted and means nothing.
# The whole block has a test of its own.
BLOCK = dict.fromkeys(("IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)


class Stores:
    """The two buckets and how to reach them."""

    def __init__(self, where):
        self.where = where
        self.names = {name: f"{name}-{uuid.uuid4().hex[:8]}" for name in ("private", "public")}
        self.client = boto3.client(
            "s3",
            endpoint_url=where["endpoint_url"],
            aws_access_key_id=where["access_key"],
            aws_secret_access_key=where["secret_key"],
            region_name="us-east-1",
            config=s3.PATIENCE,
        )
        for name in self.names.values():
            self.client.create_bucket(Bucket=name)
            self.client.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=BLOCK)

    def private(self, **other):
        return s3.PrivateBucket(**{**self._options("private"), **other})

    def public(self, **other):
        return s3.PublicBucket(base_url="/media/", **{**self._options("public"), **other})

    def _options(self, name):
        return {**self.where, "region_name": "us-east-1", "bucket_name": self.names[name]}

    def kept(self, name="private"):
        return {each["Key"] for each in self.client.list_objects_v2(Bucket=self.names[name]).get("Contents", [])}


@pytest.fixture(scope="module")
def buckets():
    if gateway.missing():
        pytest.skip(f"NOT PROVEN: Ceph's gateway cannot be had here, {gateway.missing()} are missing. `make ceph`")
    with gateway.gateway() as where:
        yield Stores(where)


@pytest.fixture
def use(monkeypatch):
    """A function that makes the site use these stores."""

    def put(private, public=None):
        monkeypatch.setattr(default_storage, "_wrapped", private)
        if public is not None:
            monkeypatch.setitem(storages._storages, "public", public)
            monkeypatch.setattr(NewsroomRendition._meta.get_field("file"), "storage", public)

    return put


def status(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def address(buckets, key, bucket="private"):
    return f"{buckets.where['endpoint_url']}/{buckets.names[bucket]}/{key}"


def text(words, name="a.txt"):
    return ContentFile(words, name=name)


def test_what_goes_in_comes_out_in_one_part_and_in_several_and_is_private_by_default(buckets):
    store = buckets.private()
    small = store.save("documents/a.txt", text(b"Whereas ..."))
    large = store.save("documents/large.txt", text(b"word " * 4_000_000))
    assert store.open(small).read() == b"Whereas ..." and store.size(large) == 20_000_000
    assert b"".join(store.part(large, 19_999_995, 5)) == b"word "
    assert [status(address(buckets, key)) for key in (small, large, "documents/")] == [403, 403, 403]
    assert status(address(buckets, "")) == 403
    store.delete(large)
    assert not store.exists(large)


def test_a_signed_address_leads_there_and_an_expired_a_tampered_and_a_wrongly_signed_one_do_not(buckets):
    store = buckets.private()
    key, other = (store.save(f"documents/{name}.txt", text(b"Whereas ...")) for name in ("a", "b"))
    url = store.url(key)
    assert "X-Amz-Expires=300" in url and status(url) == 200
    with time_machine.travel("2020-01-01"):
        expired = store.url(key)
    assert status(expired) == 403
    assert status(expired.replace("X-Amz-Expires=300", "X-Amz-Expires=600000")) == 403
    assert status(url.replace("X-Amz-Expires=300", "X-Amz-Expires=3000")) == 403
    assert status(url.replace(key, other)) == 403
    assert status(url[:-4] + "0000") == 403
    forged = buckets.private(secret_key="a guess", access_key=buckets.where["access_key"])
    assert status(forged.url(key)) == 403
    with pytest.raises(StoreIsDown):
        forged.save("documents/c.txt", text(b"Whereas ..."))


def test_an_object_that_says_it_is_public_is_not(buckets):
    store = buckets.private()
    with contextlib.suppress(ClientError):  # Refused or ignored: both will do.
        buckets.client.put_object(Bucket=buckets.names["private"], Key="loud.txt", Body=b"x", ACL="public-read")
    key = store.save("documents/a.txt", text(b"x"))
    with contextlib.suppress(ClientError):
        buckets.client.put_object_acl(Bucket=buckets.names["private"], Key=key, ACL="public-read")
    assert status(address(buckets, "loud.txt")) in (403, 404) and status(address(buckets, key)) == 403


def test_under_the_whole_public_access_block_nobody_can_make_an_object_public(buckets):
    name = f"closed-{uuid.uuid4().hex[:8]}"
    buckets.client.create_bucket(Bucket=name)
    key = buckets.private(bucket_name=name).save("documents/a.txt", text(b"x"))
    open_to_all = {"Bucket": name, "Key": key, "ACL": "public-read"}
    buckets.client.put_object_acl(**open_to_all)
    where = f"{buckets.where['endpoint_url']}/{name}/{key}"
    assert status(where) == 200, "Without the block the ACL holds, so the attack is a real one."
    block = {**BLOCK, "BlockPublicAcls": True}
    buckets.client.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=block)
    assert status(where) == 403
    for acl in ("public-read", "public-read-write", "authenticated-read"):
        for attack in (
            lambda acl=acl: buckets.client.put_object_acl(Bucket=name, Key=key, ACL=acl),
            lambda acl=acl: buckets.client.put_object(Bucket=name, Key="loud.txt", Body=b"x", ACL=acl),
        ):
            with pytest.raises(ClientError, match="AccessDenied"):
                attack()
    buckets.client.put_object_acl(Bucket=name, Key=key, ACL="private")
    assert status(where) == 403


def test_a_right_that_somebody_gave_past_us_is_taken_back(buckets):
    open_house = f"open-{uuid.uuid4().hex[:8]}"
    buckets.client.create_bucket(Bucket=open_house)
    store = buckets.private(bucket_name=open_house)
    key = store.save("documents/a.txt", text(b"x"))
    address = f"{buckets.where['endpoint_url']}/{open_house}/{key}"
    assert status(address) == 403
    buckets.client.put_object_acl(Bucket=open_house, Key=key, ACL="public-read")
    assert status(address) == 200
    store.make_private(key)
    assert status(address) == 403
    store.make_private("documents/never.txt")


def test_two_files_that_come_at_once_under_one_name_are_two(buckets):
    store = buckets.private()
    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(lambda n: store.save("documents/a.txt", text(f"{n}".encode())), range(4)))
    assert {store.open(key).read() for key in keys} == {b"0", b"1", b"2", b"3"}
    assert all(key.endswith("/a.txt") for key in keys)


def send(name, data, **fields):
    form = {"title": "A", "collection": Collection.get_first_root_node().pk, "tags": "", **fields}
    kind = "wagtailimages" if name.endswith("png") else "wagtaildocs"
    return Desk(factories.writer()).client.post(
        reverse(f"{kind}:add"), {**form, "file": SimpleUploadedFile(name, data)}
    )


@pytest.mark.django_db
def test_a_page_s_files_come_through_us_from_private_stores_and_a_draft_s_do_not(buckets, use):
    use(buckets.private(), buckets.public())
    assert send("a.png", dirty.pictures()["a.png"]).status_code == 302
    assert send("a.txt", b"0123456789").status_code == 302
    NewsroomImage.objects.update(consents=factories.NOBODY)
    picture, file = NewsroomImage.objects.latest("pk"), NewsroomDocument.objects.latest("pk")
    assert picture.file.name in buckets.kept() and file.file.name in buckets.kept()
    page = factories.campaign_story(
        body=[("picture", factories.picture_block(image=picture))],
        toolkit=[("file", factories.file_block(file=file))],
    )
    shown = Client().get(f"/files/{file.pk}/{file.filename}", headers={"range": "bytes=2-4"})
    assert (shown.status_code, b"".join(shown.streaming_content)) == (206, b"234")
    made = picture.get_rendition("width-100|format-webp")
    assert made.url == f"/media/{made.file.name}" and made.file.name in buckets.kept("public")
    answer = rendition(RequestFactory().get(made.url), path=made.file.name)
    assert leaks_in({"a.webp": b"".join(answer.streaming_content)}) == {}
    assert status(address(buckets, picture.file.name)) == status(address(buckets, file.file.name)) == 403
    kept = Desk(factories.writer()).client.get(reverse("kept_file", args=[picture.file.name]))
    assert kept.status_code == 302 and status(kept["Location"]) == 200
    assert Client().get(reverse("kept_file", args=[picture.file.name])).url.startswith("/admin/login/")
    factories.take_down(page, factories.duty_editor(), "Somebody in it is at risk.")
    assert Client().get(f"/files/{file.pk}/{file.filename}").status_code == 410


def sentence(answer):
    (only,) = answer.context["form"].errors["file"]
    assert "A title that took a while" in answer.content.decode()
    return only


@pytest.mark.django_db
def test_while_the_store_is_down_an_upload_ends_in_a_sentence_and_nothing_is_half_saved(buckets, use):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        use(buckets.private(endpoint_url=f"http://127.0.0.1:{nobody.getsockname()[1]}"))
        for name, data, model in (
            ("a.png", dirty.pictures()["a.png"], NewsroomImage),
            ("a.txt", b"Whereas ...", NewsroomDocument),
        ):
            before = model.objects.count()
            assert "nothing was saved" in sentence(send(name, data, title="A title that took a while"))
            assert model.objects.count() == before
        document = factories.NewsroomDocument(title="A", file="documents/a.txt", file_size=3)
        with pytest.raises(StoreIsDown):
            document.file.storage.part("documents/a.txt", 0, 3)


@pytest.mark.django_db
def test_a_store_that_is_frozen_is_waited_for_for_seconds_only(buckets, use):
    patience = s3.PATIENCE.retries["total_max_attempts"] * (s3.PATIENCE.connect_timeout + s3.PATIENCE.read_timeout)
    assert patience <= 15
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        quick = s3.PATIENCE.merge(type(s3.PATIENCE)(read_timeout=0.3))
        store = buckets.private(endpoint_url=f"http://127.0.0.1:{frozen.getsockname()[1]}")
        store.client_config = quick
        use(store)
        assert "nothing was saved" in sentence(send("a.txt", b"Whereas ...", title="A title that took a while"))


@pytest.mark.django_db
def test_a_row_that_fails_after_its_file_was_stored_leaves_no_file(buckets, use, monkeypatch):
    use(buckets.private())
    before = buckets.kept()

    def fail(*args, **kwargs):
        assert buckets.kept() != before, "The file was to be there by now."
        raise DatabaseError("gone")

    for model, name, data in (
        (NewsroomImage, "a.png", dirty.pictures()["a.png"]),
        (NewsroomDocument, "a.txt", b"Whereas ..."),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(model, "save_base", fail)
            with pytest.raises(DatabaseError):
                send(name, data)
        # A script's file is stored by its field, in the middle of the insertion that fails.
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.create(title="too long" * 100, file=ContentFile(data, name=name))
        assert buckets.kept() == before


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"S3_SECRET_KEY": ""}, "lacks S3_SECRET_KEY"),
        ({"S3_ACCESS_KEY": "", "S3_BUCKET_PUBLIC": " "}, "S3_BUCKET_PUBLIC, S3_ACCESS_KEY"),
        ({"S3_SECRET_KEY": "minioadmin"}, "everybody knows"),
        ({"S3_BUCKET_PUBLIC": "private"}, "the same"),
    ],
)
def test_the_site_does_not_start_with_half_a_store_or_a_key_that_everybody_knows(environment, why, monkeypatch):
    whole = {"S3_BUCKET_PRIVATE": "private", "S3_BUCKET_PUBLIC": "public"}
    whole |= {"S3_ACCESS_KEY": "a", "S3_SECRET_KEY": "b" * 40}
    for name, value in whole.items():
        monkeypatch.setenv(name, value)
    assert s3_storages()["public"]["OPTIONS"]["bucket_name"] == "public"
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=why):
        s3_storages()
