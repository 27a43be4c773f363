"""Where a request comes from: the address that is counted, the device that is listed, the language that is liked."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Annotated, get_args

from fastapi import Depends, Request

from shared.domains.pack import Language

DEFAULT_LANGUAGE: Language = "es"
MAX_USER_AGENT = 300
_SHARED_BITS = 64


@dataclass(frozen=True, slots=True)
class Origin:
    """`network` is the address, or the /64 of an IPv6 address: one household has that many."""

    network: str
    user_agent: str
    language: Language


async def origin_of(request: Request) -> Origin:
    """The address is the client's also behind the portal or a proxy, when those are among `TRUSTED_PROXIES`."""
    return Origin(
        network_of(request.client.host if request.client else ""),
        request.headers.get("user-agent", "").replace("\x00", "")[:MAX_USER_AGENT],
        preferred_language(request.headers.get("accept-language", "")),
    )


OriginDep = Annotated[Origin, Depends(origin_of)]


def network_of(address: str) -> str:
    """What failures are counted by: an IPv4 address, the /64 of an IPv6 one, anything else as it is."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _SHARED_BITS), strict=False))


def preferred_language(accept_language: str) -> Language:
    """The language of ours that an `Accept-Language` header likes best; Spanish when it likes none."""
    best, most = DEFAULT_LANGUAGE, 0.0
    for part in accept_language.split(","):
        tag, _, parameters = part.partition(";")
        liked = _quality(parameters)
        for language in get_args(Language):
            if tag.strip().lower().split("-")[0] == language and liked > most:
                best, most = language, liked
    return best


def _quality(parameters: str) -> float:
    """The `q` of one language, 0 to 1: 1 when it is not given, 0 when it cannot be read."""
    name, _, value = parameters.strip().partition("=")
    if not name:
        return 1.0
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if name.strip() == "q" and 0 <= quality <= 1 else 0.0
