"""A device in two words that its owner knows it by, and that fit thousands of others: "Firefox, Android"."""

from __future__ import annotations

# In this order: Edge and Opera also say Chrome, Chrome also says Safari; Android also says Linux, an iPhone Mac OS X.
_BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox")),
    *(("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari")),
)
_SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


def device_of(user_agent: str) -> str:
    """What a browser's User-Agent comes down to: "Firefox, Android", "Chrome", or "" where it says neither."""
    words = (next((word for sign, word in table if sign in user_agent), "") for table in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, words))
