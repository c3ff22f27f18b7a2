"""Wagtail's choosers without their inline script.

`BaseChooser.render` ends its HTML with `<script>new PageChooser("id", {…});</script>`, and has no template to replace.
With the same as data, which static/admin/starting.js reads, the admin's policy runs no inline script at all.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from wagtail.admin.widgets.chooser import BaseChooser


def _render(self: Any, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:
    id_, value_data = attrs["id"], self.get_value_data(value)
    return format_html(
        '{}<script type="application/json" data-starts="{}" data-with="{}">{}</script>',
        self.render_html(name, value_data, attrs),
        self.js_constructor,
        id_,
        _inert(self.get_js_init_options(id_, name, value_data)),
    )


def _inert(options: Any) -> str:
    """JSON that cannot end the element that it is in."""
    return mark_safe(json.dumps(options).replace("<", "\\u003c"))  # noqa: S308 - nothing of it is left that HTML reads


def replace() -> None:
    """Have every chooser rendered this way, unless a subclass has a way of its own."""
    BaseChooser.render = _render  # type: ignore[method-assign]
