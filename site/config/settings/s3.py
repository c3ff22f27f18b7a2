"""The stores of files in S3, from the environment."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.settings.env import env

NEEDED = ("S3_BUCKET_PRIVATE", "S3_BUCKET_PUBLIC", "S3_ACCESS_KEY", "S3_SECRET_KEY")
# What servers of S3 are delivered with, and examples are written with.
WELL_KNOWN = {"minioadmin", "testsecret", "secret", "changeme", "password"}


def s3_storages() -> dict[str, Any]:
    """The two entries of STORAGES. Raises ImproperlyConfigured where something is missing, or everybody knows the key,
    or both buckets are the same one."""
    values = {name: env(name).strip() for name in NEEDED}
    if missing := [name for name, value in values.items() if not value]:
        raise ImproperlyConfigured(f"Files go to S3, but the environment lacks {', '.join(missing)}.")
    if values["S3_SECRET_KEY"].lower() in WELL_KNOWN:
        raise ImproperlyConfigured("S3_SECRET_KEY is one that everybody knows.")
    if values["S3_BUCKET_PRIVATE"] == values["S3_BUCKET_PUBLIC"]:
        raise ImproperlyConfigured("S3_BUCKET_PRIVATE and S3_BUCKET_PUBLIC are the same: originals would be public.")
    common = {
        "endpoint_url": env("S3_ENDPOINT") or None,
        "region_name": env("S3_REGION"),
        "access_key": values["S3_ACCESS_KEY"],
        "secret_key": values["S3_SECRET_KEY"],
    }
    private = {**common, "bucket_name": values["S3_BUCKET_PRIVATE"]}
    public = {**common, "bucket_name": values["S3_BUCKET_PUBLIC"], "base_url": env("S3_PUBLIC_URL")}
    return {
        "default": {"BACKEND": "newsroom.authoring.s3.PrivateBucket", "OPTIONS": private},
        "public": {"BACKEND": "newsroom.authoring.s3.PublicBucket", "OPTIONS": public},
    }
