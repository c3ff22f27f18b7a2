"""Translating pages the way the newsroom does: a translator fills in the strings and submits, a reviewer approves."""

import json
from typing import Any

from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from demo.scenes import content
from demo.scenes.files import Library
from demo.scenes.registry import BY_MACHINE, Scene
from demo.scenes.writing import decide, person
from newsroom.translation.following import follow
from newsroom.translation.submissions import submit


def translator(lang: str) -> str:
    """The username of the demo's translator into a language."""
    return f"translator-{lang.split('-')[0]}"


def reviewer(lang: str) -> str:
    """The username of the demo's reviewer of a language."""
    return f"reviewer-{lang.split('-')[0]}"


def translate(scene: Scene, lang: str, library: Library) -> None:
    """Translate a scene's public page and have it approved: it is public in this language afterwards."""
    decide(hand_in(scene, lang, library), "approve", reviewer(lang))


def hand_in(scene: Scene, lang: str, library: Library, *, later: bool = False) -> Any:
    """Translate a scene's public page and submit it for review; gives the translated page."""
    by = person(translator(lang))
    page = library.pages[scene.name]
    translation = follow(type(page).objects.get(pk=page.pk), Locale.objects.get(language_code=lang), by)
    target = scene.model(**content.fields(scene, content.words(scene, lang, later=later), library))
    segments = extract_segments(target)
    strings = [each for each in segments if isinstance(each, StringSegmentValue)]
    machines = tuple(content.path_of(scene, place) for place in BY_MACHINE.get((scene.name, lang), ()))
    _fill_in_strings(translation, strings, by, machines)
    _choose_own_files(translation, [each for each in segments if isinstance(each, OverridableSegmentValue)], by)
    submit(translation.pk, by)
    return translation.get_target_instance()


def _fill_in_strings(
    translation: Translation, target: list[StringSegmentValue], by: Any, machines: tuple[str, ...]
) -> None:
    """Each string of the source has the target's string at the same place, those at a path that begins with one of the
    `machines` as a machine's work. Raises ValueError where the places differ."""
    segments = translation.source.stringsegment_set.select_related("string", "context").order_by("order")
    made = []
    for segment, value in zip(segments, target, strict=True):
        path = segment.context.path
        if path != value.path:
            raise ValueError(f"{translation}: the source has a text at {path}, the target at {value.path}.")
        made.append(
            StringTranslation(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                data=value.string.data,
                translation_type=_kind(path, machines),
                last_translated_by=by,
                updated_at=timezone.now(),
            )
        )
    StringTranslation.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "last_translated_by", "updated_at"],
    )


def _kind(path: str, machines: tuple[str, ...]) -> str:
    is_machines = any(f"{path}.".startswith(f"{each}.") for each in machines)
    return StringTranslation.TRANSLATION_TYPE_MACHINE if is_machines else StringTranslation.TRANSLATION_TYPE_MANUAL


def _choose_own_files(translation: Translation, target: list[OverridableSegmentValue], by: Any) -> None:
    """Captions in the target's own language take the place of the source's."""
    chosen = {value.path: value.data for value in target}
    for segment in translation.source.overridablesegment_set.select_related("context"):
        data = chosen.get(segment.context.path)
        if data is not None and data != segment.data:
            SegmentOverride.objects.update_or_create(
                locale=translation.target_locale,
                context=segment.context,
                defaults={"data_json": json.dumps(data), "last_translated_by": by},
            )
