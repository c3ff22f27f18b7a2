"""Where a message may go: over https, to a server on the internet, and never to one inside.

Whoever may add an endpoint must not be able to make this server talk to its own network, to a cloud's metadata or to
itself (OWASP, "Server-Side Request Forgery"). The name is resolved once; every address it has must be outside, and the
connection goes to one of those very addresses, so that a second answer of the name server changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

# What is assigned to networks on the internet (RFC 4291, 2.4): no IPv4 in disguise, no link, no private network.
_IPV6 = ipaddress.ip_network("2000::/3")
_IPV6_INSIDE = [
    ipaddress.ip_network(each)
    for each in (
        "2001::/23",  # Teredo, ORCHID and other protocols (RFC 2928, 4380): some carry an IPv4 address
        "2001:db8::/32",  # documentation (RFC 3849)
        "2002::/16",  # 6to4 (RFC 3056): carries an IPv4 address
        "3fff::/20",  # documentation (RFC 9637)
    )
]
_IPV4_INSIDE = [
    ipaddress.ip_network(each)
    for each in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # shared by a carrier's customers (RFC 6598); a cloud's metadata is there too
        "168.63.129.16/32",  # Azure's, which looks public and answers from within
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays (RFC 7526)
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
LONGEST_NAME = 253


class TargetRefused(Exception):
    """Its text is one sentence for whoever typed the address."""


@dataclass(frozen=True)
class Target:
    """An address taken apart. `path` is what stands in the request line."""

    is_secure: bool
    host: str
    port: int
    path: str


def read(url: str) -> Target:
    """The parts of an address that may be used. Raises TargetRefused; asks no name server."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise TargetRefused(_("This is no address.")) from error
    host = (parts.hostname or "").rstrip(".")
    if any(character <= " " or character > "~" for character in url) or not host or len(host) > LONGEST_NAME:
        raise TargetRefused(_("This is no address."))
    if parts.scheme != "https" and not (parts.scheme == "http" and may_loop_back()):
        raise TargetRefused(_("The address has to begin with https://."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise TargetRefused(_("Neither a password nor a # belongs in the address: the signature says who sends."))
    is_secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(is_secure, host, port or (443 if is_secure else 80), path)


def resolve(target: Target) -> list[str]:
    """The addresses behind a name, all of them outside. Raises TargetRefused where one is not, or there is none."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TargetRefused(_("There is no server of this name.")) from error
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not addresses or not all(_may_reach(target, address) for address in addresses):
        raise TargetRefused(_("This name leads to an address inside a network, where no message may go."))
    return addresses


def _may_reach(target: Target, text: str) -> bool:
    if may_loop_back() and text == "127.0.0.1":
        return True
    return target.is_secure and is_outside(text)


def is_outside(text: str) -> bool:
    """Whether an IP address is that of a server on the internet."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return address in _IPV6 and not any(address in network for network in _IPV6_INSIDE) and address.is_global
    return address.is_global and not any(address in network for network in _IPV4_INSIDE)


def may_loop_back() -> bool:
    """Whether a receiver on this very machine, 127.0.0.1 over http, is allowed: in the demo and in tests."""
    return bool(settings.WEBHOOKS_TO_THIS_MACHINE)
