"""Small public pages in six languages, written for these tests, and what a reader who types a query should find."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.test import override_settings
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.models import AboutPage, HomePage
from newsroom.review import approvals
from newsroom.translation.languages import SOURCE
from tests import factories as f

NO_TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}

# {language: {key: (title, text)}}
TEXTS: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "closing": (
            "The night the jail closed",
            "For two years neighbours stood outside every Friday. When the sheriff ended the detention contract, "
            "forty families came home.",
        ),
        "nurses": (
            "Nurses who refused",
            "Health workers in the clinic would not sign deportation papers: no treatment begins with a cage.",
        ),
        "choir": (
            "A choir at the gate",
            "They sang in five languages. Children drew naïve pictures of the café where their mother worked.",
        ),
        "budget": (
            "What a cell costs",
            "The county paid 1,400 dollars a month for each empty bed. A swimming pool closed in the same year.",
        ),
        "about": ("About us", "Our office is in Maple Street."),
        "numbers": ("Detention, year by year", "Figures only."),
    },
    "es": {
        "vecinas": (
            "Una red de vecinas",
            "Cada martes acompañan a las familias a la audiencia. La deportación de don Hilario se detuvo a tiempo.",
        ),
        "escuela": (
            "La escuela que dijo que no",
            "Las maestras cerraron el portón. Los niños siguieron dibujando árboles y pájaros.",
        ),
        "cifras": ("Deportaciones: las cifras de este año", "Publicamos una tabla cada mes."),
        "fonda": ("La fonda de la esquina", "Servimos café y sopa a quien sale de la prisión sin dinero ni teléfono."),
        "salud": ("Atención médica sin miedo", "Ninguna persona detenida debería esperar meses por una operación."),
    },
    "ar": {
        "garden": (
            "الحديقة خلف السجن",
            "زرع الجيران حديقة، وكل يوم جمعة يأتي الأطفال لسقي الزهور وللقراءة.",
        ),
        "clinic": ("عيادة للمهاجرين", "تعالج العيادة المهاجرين مجانًا وبسرّية، ولا تسأل أحدًا عن أوراقه."),
        "stopped": ("أوقفنا الترحيل", "بالاحتجاج السلمي والصبر بقيت عائلة كاملة في بيتها."),
        "school": ("مدرسة بلا خوف", "قالت المُعَلِّمة إن المدرسة بيت ثانٍ، وفيها يتعلم كل طفل لغته."),
        "rights": ("دليل الحقوق", "هذا الدليل يشرح ما تقوله عند الباب، وحق الصمت."),
        "minutes": ("كيف نكتب المحضر", "اكتبوا تاريخ الجلسة، ثم ما قيل عن قرار ترحيل الجار."),
    },
    "zh-hans": {
        "last_night": ("拘留中心的最后一夜", "邻居们在门外守了两年，终于等到它关门的那一天。"),
        "clinic": ("移民诊所", "护士们不问身份，只问哪里疼。诊所每周三开放，也有ICE上门时的应对手册。"),
        "climate": ("气候与家园", "洪水之后，许多家庭失去了房子，却没有失去彼此。"),
        "school": ("学校说不", "老师关上了大门，孩子们继续画画。驱逐令没有送到任何一个孩子手里。"),
        "order": ("驱逐令是什么", "这张表说明每一步。"),
    },
    "vi": {
        "gate": ("Cánh cổng mở ra", "Sau hai năm, hàng xóm của chúng tôi đã đóng cửa trại giam ở cuối phố."),
        "election": ("Ngày bầu cử", "Người dân xếp hàng từ sáng sớm để bỏ phiếu cho hội đồng mới."),
        "pond": ("Bàu cũ sau làng", "Một cái ao nhỏ nơi trẻ em câu cá."),
        "stay": ("Chống trục xuất", "Gia đình anh Đức được ở lại nhờ mười nghìn chữ ký."),
    },
    "ht": {
        "gate": ("Pòt la louvri", "Vwazen yo te rete devan prizon an chak vandredi jiskaske dènye moun nan soti."),
        "school": ("Lekòl ki te di non", "Pwofesè yo fèmen baryè a. Timoun yo kontinye desine pyebwa."),
        "clinic": ("Klinik san laperèz", "Enfimyè yo pa mande papye."),
    },
}


class Judged(NamedTuple):
    """`found` names exactly the pages that should be found, those in titles first."""

    code: str
    typed: str
    found: str = ""


JUDGED = [
    Judged("en", "detention", "numbers closing"),
    Judged("en", "JAIL", "closing"),
    Judged("en", "family", "closing"),
    Judged("en", "contract sheriff", "closing"),
    Judged("en", "nurse", "nurses"),
    Judged("en", "deportations", "nurses"),
    Judged("en", "treatments", "nurses"),
    Judged("en", "cafe", "choir"),
    Judged("en", "naive picture", "choir"),
    Judged("en", "swimming pools", "budget"),
    Judged("en", "1,400", "budget"),
    Judged("en", '"empty bed"', "budget"),
    Judged("en", '"bed empty"'),
    Judged("en", "about us", "about"),
    Judged("en", "maple streets", "about"),
    Judged("en", "jail zeppelin"),
    Judged("en", "lekòl"),
    Judged("es", "deportacion", "cifras vecinas"),
    Judged("es", "deportación", "cifras vecinas"),
    Judged("es", "DEPORTACIONES", "cifras vecinas"),
    Judged("es", "audiencias", "vecinas"),
    Judged("es", "vecina", "vecinas"),
    Judged("es", "nino", "escuela"),
    Judged("es", "niños", "escuela"),
    Judged("es", "arbol", "escuela"),
    Judged("es", "maestra", "escuela"),
    Judged("es", "ano", "cifras"),
    Judged("es", "prisiones", "fonda"),
    Judged("es", "telefono", "fonda"),
    Judged("es", "medica", "salud"),
    Judged("es", "operaciones", "salud"),
    Judged("es", "detenidos", "salud"),
    Judged("es", "submarino"),
    Judged("ar", "ترحيل", "stopped minutes"),
    Judged("ar", "الترحيل", "stopped minutes"),
    Judged("ar", "والترحيل", "stopped minutes"),
    Judged("ar", "بالترحيل", "stopped minutes"),
    Judged("ar", "للترحيل", "stopped minutes"),
    Judged("ar", "لترحيل", "stopped minutes"),
    Judged("ar", "فالترحيل", "stopped minutes"),
    Judged("ar", "كترحيل", "stopped minutes"),
    Judged("ar", "تَرْحِيل", "stopped minutes"),
    Judged("ar", "مهاجر", "clinic"),
    Judged("ar", "مجان", "clinic"),
    Judged("ar", "المهاجرون", "clinic"),
    Judged("ar", "سرية", "clinic"),
    Judged("ar", "معلمة", "school"),
    Judged("ar", "المعلمه", "school"),
    Judged("ar", "اطفال", "garden"),
    Judged("ar", "أطفال", "garden"),
    Judged("ar", "قراءة", "garden"),
    Judged("ar", "عائلات", "stopped"),
    Judged("ar", "احتجاج", "stopped"),
    Judged("ar", "حقوق", "rights"),
    Judged("ar", "الحق في الصمت", "rights"),
    Judged("ar", "غواصة"),
    Judged("zh-hans", "拘留", "last_night"),
    Judged("zh-hans", "中心", "last_night"),
    Judged("zh-hans", "拘留中心", "last_night"),
    Judged("zh-hans", "移民", "clinic"),
    Judged("zh-hans", "护士", "clinic"),
    Judged("zh-hans", "ice", "clinic"),
    Judged("zh-hans", "ＩＣＥ上门", "clinic"),
    Judged("zh-hans", "疼", "clinic"),
    Judged("zh-hans", "气候", "climate"),
    Judged("zh-hans", "洪水 家庭", "climate"),
    Judged("zh-hans", "驱逐", "order school"),
    Judged("zh-hans", "驱逐令", "order school"),
    Judged("zh-hans", "画画", "school"),
    Judged("zh-hans", "留心"),
    Judged("zh-hans", "潜艇"),
    Judged("vi", "trai giam", "gate"),
    Judged("vi", "trại giam", "gate"),
    Judged("vi", "HÀNG XÓM", "gate"),
    Judged("vi", "bầu cử", "election pond"),
    Judged("vi", "bàu cũ", "pond election"),
    Judged("vi", "duc", "stay"),
    Judged("vi", "Đức", "stay"),
    Judged("vi", "truc xuat", "stay"),
    Judged("vi", "tàu ngầm"),
    Judged("ht", "pot", "gate"),
    Judged("ht", "vwazen", "gate"),
    Judged("ht", "lekol", "school"),
    Judged("ht", "pwofese", "school"),
    Judged("ht", "ENFIMYÈ", "clinic"),
    Judged("ht", "soumaren"),
]

# More pages, and graded judgements.
RELEVANCE = tomllib.loads((Path(__file__).parent / "relevance.toml").read_text(encoding="utf-8"))


def write(code: str, title: str, text: str, **fields: Any) -> Any:
    """A public page in a language, below its home page, written by one person and approved by another."""
    home = f.home() if code == SOURCE else HomePage.objects.get(locale=f.language(code))
    page = AboutPage(title=title, mission=f"<p>{text}</p>", locale=home.locale, owner=f.writer(), **fields)
    HomePage.objects.get(pk=home.pk).add_child(instance=page)
    return make_public(page)


@transaction.atomic
def make_public(page: Any) -> Any:
    """The page, public as it stands."""
    revision = page.save_revision(user=f.writer())
    approvals.approve(revision, f.editor(), submitted_by_id=None)
    revision.publish(user=f.editor(), skip_permission_checks=True)
    return type(page).objects.get(pk=page.pk)


def write_all(*shelves: dict[str, dict[str, Any]]) -> dict[tuple[str, str], Any]:
    """Every page of these ({language: {key: (title, text)}}), by language and key, and a public home page of each
    language. Indexed together at the end: each save would index its page, three times over."""
    with override_settings(TASKS=NO_TASKS), disable_reference_index_auto_update():
        written = {
            (code, key): write(code, *text)
            for shelf in shelves
            for code, of in shelf.items()
            for key, text in of.items()
        }
        for home in HomePage.objects.filter(live=False):
            make_public(home)
    index = get_search_backend().get_index_for_model(Page)
    for model in (AboutPage, HomePage):
        index.add_items(model, list(model.objects.all()))
    return written
