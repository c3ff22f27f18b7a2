"""Where the one style sheet is."""

from django import template
from django.conf import settings
from django.urls import reverse

from newsroom.web.styles import joined

register = template.Library()


@register.simple_tag
def stylesheet_url() -> str:
    """The address of the joined style sheet, which changes whenever a rule does."""
    return reverse("stylesheet", args=[joined(settings.STYLES).digest])
