"""The same two stores in S3. The private one answers only signed requests, and signs them for minutes; the public one
is handed out by a web server or CDN in front of it, below the site's own address."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import secrets
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from newsroom.authoring.storage import OnlyClean, OnlyPictures, StoreIsDown

PART = 8 * 1024 * 1024
DOWN = (Boto3Error, BotoCoreError, ClientError, OSError)
# boto3's own patience with a frozen server is more than two minutes, in which an editor waits and a process is lost.
PATIENCE = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    connect_timeout=2,
    read_timeout=4,
    retries={"total_max_attempts": 2, "mode": "standard"},
    # Each part goes with its MD5, which every S3 checks; newer sums are not known to all of them.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class Bucket(S3Storage):
    """What both have in common. The options are those of django-storages."""

    def get_default_settings(self) -> dict[str, Any]:
        chosen = {"file_overwrite": False, "default_acl": None, "client_config": PATIENCE, "querystring_expire": 300}
        return {**super().get_default_settings(), **chosen}

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """In a folder of its own: two that come at once under one name see nothing of each other in S3."""
        path = PurePosixPath(name)
        return super().get_available_name(str(path.parent / secrets.token_hex(4) / path.name), max_length)

    def _save(self, name: str, content: Any) -> str:
        content.seek(0)
        data = content.read()
        parameters = {**self.get_object_parameters(name), "Bucket": self.bucket_name, "Key": self._normalize_name(name)}
        parameters.setdefault("ContentType", self._content_type(name))
        client = self.connection.meta.client
        if len(data) <= PART:
            client.put_object(**parameters, Body=data, ContentMD5=_md5(data))
        else:
            _put_in_parts(client, parameters, data)
        return name

    def _content_type(self, name: str) -> str:
        return mimetypes.guess_type(name)[0] or self.default_content_type

    def _open(self, name: str, mode: str = "rb") -> Any:
        try:
            return super()._open(name, mode)
        except FileNotFoundError:
            raise
        except DOWN as down:
            raise StoreIsDown from down

    def part(self, name: str, first: int, length: int) -> Iterator[bytes]:
        """These many bytes of a file, from this one on, without fetching the rest. Raises StoreIsDown."""
        span = f"bytes={first}-{first + length - 1}"
        try:
            answer = self.connection.meta.client.get_object(
                Bucket=self.bucket_name, Key=self._normalize_name(name), Range=span
            )
        except DOWN as down:
            raise StoreIsDown from down
        return answer["Body"].iter_chunks(64 * 1024)


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def _put_in_parts(client: Any, parameters: dict[str, Any], data: bytes) -> None:
    """Nothing of it is there before all of it is."""
    where = {name: parameters[name] for name in ("Bucket", "Key")}
    upload = {**where, "UploadId": client.create_multipart_upload(**parameters)["UploadId"]}
    try:
        parts = []
        for number, start in enumerate(range(0, len(data), PART), start=1):
            piece = data[start : start + PART]
            answer = client.upload_part(**upload, PartNumber=number, Body=piece, ContentMD5=_md5(piece))
            parts.append({"ETag": answer["ETag"], "PartNumber": number})
        client.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
    except Exception:
        client.abort_multipart_upload(**upload)
        raise


class PrivateBucket(OnlyClean, Bucket):
    """Originals and documents: an address is signed, and good for `querystring_expire` seconds. What it leads to is
    saved, never opened."""

    down = DOWN

    def make_private(self, name: str) -> None:
        """Take back an access right that somebody gave to this object past us. Raises StoreIsDown."""
        try:
            self.connection.meta.client.put_object_acl(
                Bucket=self.bucket_name, Key=self._normalize_name(name), ACL="private"
            )
        except DOWN as down:
            code = down.response["Error"]["Code"] if isinstance(down, ClientError) else ""
            # A bucket without such rights has none to take back.
            if code not in ("AccessControlListNotSupported", "NoSuchKey"):
                raise StoreIsDown from down

    def url(self, name: str | None, parameters: Any = None, expire: int | None = None, http_method: Any = None) -> str:
        saved = {"ResponseContentDisposition": "attachment", **(parameters or {})}
        return S3Storage.url(self, name, saved, expire, http_method)


class PublicBucket(OnlyPictures, Bucket):
    """Renditions. `base_url` is where readers get them."""

    down = DOWN

    def __init__(self, *, base_url: str, **settings: Any) -> None:
        super().__init__(**settings)
        self.base_url = base_url

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name  # It is a random number already.

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        return f"{self.base_url}{filepath_to_uri(name)}"
