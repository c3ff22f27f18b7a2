"""The demo's content, scene by scene; the tests perform the same scenes."""

from collections.abc import Callable

from django.db import transaction
from wagtail.models import Locale

from demo.scenes.people import Person, give_addresses, make, people, second_factors

__all__ = ["Person", "people", "second_factors", "seed"]


@transaction.atomic
def seed(progress: Callable[[str], None]) -> None:
    """Perform every scene on an empty site; `progress` takes one line as each part begins.

    All of it or nothing: a seed that is killed half-way leaves no page behind, and may be run again."""
    # Page models are there only once Django has loaded its applications.
    from demo.scenes import consents, indexing, translating, unfinished, writing
    from demo.scenes.files import Library
    from demo.scenes.registry import LANGUAGES, PUBLIC, SCENES
    from newsroom.authoring.documents import build, visible_rows
    from newsroom.translation.languages import get_language

    for lang in LANGUAGES:
        Locale.objects.get_or_create(language_code=lang)
    cast = make()
    with indexing.indexed_once():
        progress("Printing posters, and filing what goes with them")
        library = Library(cast["writer"], consents.record(cast["consent-keeper"]))
        progress(f"Writing, submitting and approving {len(PUBLIC)} pages")
        for scene in SCENES:
            writing.begin(scene, library)
        for scene in PUBLIC:
            writing.bring(scene, library)
        for lang in LANGUAGES:
            scenes = [scene for scene in PUBLIC if lang in scene.languages]
            progress(f"Translating {len(scenes)} pages into {get_language(lang).name}, each reviewed")
            for scene in scenes:
                translating.translate(scene, lang, library)
        progress("Leaving some work for each person")
        give_addresses(cast)
        unfinished.perform(library)
        progress("Filling the search index, and cutting the pictures to size")
        build(list(visible_rows()))
