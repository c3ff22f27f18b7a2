"""What an editor of a partner needs to know beside the fields."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from stories import gazetteer
from stories.places import split_places


class OnTheMapPanel(Panel):
    """Which of the places that were saved the map knows: nobody types coordinates, so this is how one sees them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "stories/on_the_map.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            names = split_places(self.instance.places)
            found = gazetteer.find(names)
            context["known"] = list(found)
            context["unknown"] = [name for name in names if name not in found]
            return context
