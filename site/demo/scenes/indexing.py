"""One indexing at the end, in place of hundreds on the way.

Each save asks the worker to index the page. While the demo is seeded a page is saved ten times and more, and the
visitor would search a half-filled index until the worker has caught up.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def indexed_once() -> Iterator[None]:
    """Whatever is saved within is found by search, and known to refer to what it refers to, from the end on."""
    asking = [model for model in get_indexed_models() if post_save.disconnect(post_save_signal_handler, sender=model)]
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in asking:
            post_save.connect(post_save_signal_handler, sender=model)
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", backend_name="default", verbosity=0)
