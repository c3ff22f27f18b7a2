"""The stories: invented, the same at every run, and as long as stories are.

A sentence is three phrases of its language, so some words are in most stories; each paragraph names the story's own
village, which no other story has, and one of a few hundred towns, which some have. Phrases of Chinese have spaces here
where its words end, and none on the page.
"""

import random
import uuid
from functools import lru_cache
from typing import Any, NamedTuple

PARAGRAPHS, TOWNS = 25, 500
_NAMESPACE = uuid.UUID("6f1c6f0a-51f5-4c0e-8d0c-2f5f2d1f7a10")

_PHRASES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str]] = {
    "en": (
        ("The neighbours of the valley", "Three nurses and a teacher", "A choir of grandmothers", "The night workers",
         "Families who wait at the gate", "The baker and her daughters", "Students from the hill"),
        ("carried a petition to", "counted every bed inside", "read the contract of", "kept a vigil before",
         "asked the council about", "opened a kitchen beside", "wrote letters into"),
        ("the county jail before winter came", "a centre that nobody had inspected", "the courthouse on hearing day",
         "the budget that paid for cages", "the old harbour with its fences", "the bridge where buses leave at dawn"),
        ". ",
    ),
    "es": (
        ("Los vecinos del valle", "Tres enfermeras y una maestra", "Un coro de abuelas", "Quienes trabajan de noche",
         "Las familias que esperan afuera", "La panadera y sus hijas", "Estudiantes de la colina"),
        ("llevaron una petición hasta", "contaron cada cama dentro de", "leyeron el contrato de",
         "hicieron vigilia frente a", "preguntaron al concejo por", "abrieron una cocina junto a"),
        ("la cárcel del condado antes del invierno", "un centro que nadie había inspeccionado",
         "el juzgado en día de audiencia", "el presupuesto que pagaba las jaulas", "el puerto viejo con sus rejas",
         "el puente donde salen los autobuses"),
        ". ",
    ),
    "ar": (
        ("جيران الوادي", "ثلاث ممرضات ومعلمة", "جوقة من الجدات", "عمال الليل", "العائلات المنتظرة عند البوابة",
         "الخبازة وبناتها", "طلاب من التل"),
        ("حملوا عريضة إلى", "أحصوا كل سرير داخل", "قرأوا عقد", "سهروا أمام", "سألوا المجلس عن", "فتحوا مطبخا بجانب"),
        ("سجن المقاطعة قبل الشتاء", "مركز لم يفتشه أحد", "المحكمة في يوم الجلسة", "الميزانية التي دفعت ثمن الأقفاص",
         "الميناء القديم وأسواره", "الجسر الذي تغادر منه الحافلات"),
        ". ",
    ),
    "zh-hans": (
        ("山谷 的 邻居", "三位 护士 和 一位 老师", "祖母 合唱团", "夜班 工人", "在 门口 等待 的 家庭", "面包师 和 女儿",
         "山上 的 学生"),
        ("把 请愿书 送到", "数清 每张 床位 于", "读完 合同 关于", "守夜 在", "询问 议会 关于", "开了 厨房 靠近"),
        ("冬天 之前 的 县 监狱", "无人 检查 的 拘留 中心", "开庭 日 的 法院", "支付 牢笼 的 预算", "带 围栏 的 旧 港口",
         "清晨 发车 的 大桥"),
        "。",
    ),
    "vi": (
        ("Hàng xóm trong thung lũng", "Ba y tá và một cô giáo", "Dàn hợp xướng của các bà", "Công nhân ca đêm",
         "Những gia đình chờ ngoài cổng", "Người thợ bánh và các con gái", "Sinh viên trên đồi"),
        ("mang kiến nghị đến", "đếm từng chiếc giường trong", "đọc hợp đồng của", "thắp nến trước",
         "hỏi hội đồng về", "mở một căn bếp cạnh"),
        ("nhà tù của quận trước mùa đông", "trung tâm chưa ai thanh tra", "tòa án trong ngày xét xử",
         "ngân sách trả cho những chiếc lồng", "bến cảng cũ có hàng rào", "cây cầu nơi xe buýt rời lúc bình minh"),
        ". ",
    ),
    "ht": (
        ("Vwazen nan fon an", "Twa enfimyè ak yon pwofesè", "Yon koral grann", "Travayè lannwit yo",
         "Fanmi kap tann devan baryè a", "Boulanje a ak pitit fi li yo", "Etidyan sou mòn nan"),
        ("pote yon petisyon bay", "konte chak kabann andedan", "li kontra", "veye devan", "mande konsèy la sou",
         "louvri yon kizin bò kote"),
        ("prizon konte a anvan ivè", "yon sant pèsonn pa enspekte", "tribinal la jou odyans",
         "bidjè ki peye pou kaj yo", "ansyen pò a ak kloti li yo", "pon kote otobis yo pati maten"),
        ". ",
    ),
}  # fmt: skip
_SYLLABLES = ("ka", "lo", "mi", "ren", "sta", "vel", "or", "tun", "bra", "esk", "dal", "wim", "hol", "pir", "ju", "fen")


class Story(NamedTuple):
    """One story in one language; `blocks` is a StreamField's raw value that both sites understand; `words` are those
    that most stories of the language have, `names` those that few have, the name of its own village first."""

    title: str
    slug: str
    summary: str
    place: str
    year: int
    blocks: list[dict[str, Any]]
    words: list[str]
    names: list[str]


def village(number: int) -> str:
    """A name for each number, and no other number's."""
    name, left = "", number
    for _ in range(6):
        name += _SYLLABLES[left % len(_SYLLABLES)]
        left //= len(_SYLLABLES)
    return name.capitalize()


@lru_cache(maxsize=2_000)
def story(locale: str, number: int) -> Story:
    """The story with this number in this language."""
    dice = random.Random(f"{locale} {number}")  # noqa: S311 - the same at every run, and no secret
    own = village(number * 7_919 + 13)
    blocks, names = [], [own]
    seen: dict[str, None] = {}
    for position in range(PARAGRAPHS):
        block_id = str(uuid.uuid5(_NAMESPACE, f"{locale} {number} {position}"))
        if position % 6 == 0:
            said = _sentence(locale, dice, seen)
            blocks.append({"id": block_id, "type": "heading", "value": {"text": said, "level": "2"}})
            continue
        sentences = [_sentence(locale, dice, seen) + _PHRASES[locale][3] for _ in range(4)]
        other = village(dice.randrange(TOWNS) * 104_729 + 7)
        names.append(other)
        blocks.append({"id": block_id, "type": "text", "value": f"<p>{''.join(sentences)}{own}, {other}.</p>"})
    summary = _sentence(locale, dice, seen)
    return Story(
        title=f"{own}: {_sentence(locale, dice, seen)}"[:200],
        slug=f"{own.lower()}-{number}",
        summary=summary,
        place=own,
        year=1990 + number % 30,
        blocks=blocks,
        words=list(seen),
        names=names,
    )


def _sentence(locale: str, dice: random.Random, seen: dict[str, None]) -> str:
    phrases = [dice.choice(choices) for choices in _PHRASES[locale][:3]]
    for phrase in phrases:
        seen.update(dict.fromkeys(word for word in phrase.split() if len(word) > (1 if locale == "zh-hans" else 3)))
    return "".join(phrases).replace(" ", "") if locale == "zh-hans" else " ".join(phrases)
