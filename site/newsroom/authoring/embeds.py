"""Where a video elsewhere can be played within our page, after a click: a few hosts, each in its own private mode.

Plain data without Django: the settings name the same hosts to browsers (`frame-src`). Any other address is a link.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

ReferrerPolicy = Literal["no-referrer", "strict-origin"]


class Host(NamedTuple):
    """`addresses` find a video's id in what editors paste; `frame` is where it plays, below `origin`."""

    name: str
    origin: str
    frame: str
    addresses: tuple[str, ...]
    referrer_policy: ReferrerPolicy = "no-referrer"


HOSTS = (
    Host(
        "YouTube",
        "https://www.youtube-nocookie.com",
        "/embed/{}",
        (
            r"(?:www\.|m\.)?youtube\.com/watch\?(?:[^#]*&)?v=([\w-]{11})(?:[&#].*)?",
            r"(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed|shorts|live)/([\w-]{11})(?:[/?#].*)?",
            r"youtu\.be/([\w-]{11})(?:[?#].*)?",
        ),
        # Its player refuses to play ("error 153") for a page that does not say which site it belongs to.
        "strict-origin",
    ),
    Host(
        "Vimeo",
        "https://player.vimeo.com",
        "/video/{}?dnt=1",
        (r"(?:www\.)?vimeo\.com/(\d+)(?:[?#].*)?", r"player\.vimeo\.com/video/(\d+)(?:[?#].*)?"),
    ),
    Host(
        "Internet Archive",
        "https://archive.org",
        "/embed/{}",
        (r"(?:www\.)?archive\.org/(?:details|embed)/(\w[\w.-]*)(?:[/?#].*)?",),
    ),
)
ORIGINS = tuple(host.origin for host in HOSTS)


def find(url: str) -> tuple[Host, str] | None:
    """The host that can play what is at this address, and the address for its frame; None for any other address."""
    for host in HOSTS:
        for pattern in host.addresses:
            found = re.fullmatch(rf"https?://{pattern}", url, re.ASCII)
            if found:
                return host, host.origin + host.frame.format(found[1])
    return None
