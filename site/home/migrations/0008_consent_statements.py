"""A video says whom it shows."""

import wagtail.fields
from django.db import migrations

import newsroom.consent.statement
import newsroom.translation.languages


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0007_consent_keepers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="aboutpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("text", 0),
                    ("heading", 3),
                    ("quote", 8),
                    ("figure", 13),
                    ("picture", 18),
                    ("gallery", 21),
                    ("video", 34),
                    ("talking_points", 40),
                    ("call_to_action", 45),
                    ("milestones", 52),
                    ("file_list", 60),
                    ("partner_list", 63),
                    ("commitment_list", 66),
                ],
                blank=True,
                block_lookup={
                    0: ("newsroom.authoring.blocks.text.TextBlock", (), {}),
                    1: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 200}),
                    2: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": [("2", "Section"), ("3", "Part of a section")], "label": "Level"},
                    ),
                    3: ("wagtail.blocks.StructBlock", [[("text", 1), ("level", 2)]], {}),
                    4: ("wagtail.blocks.TextBlock", (), {"label": "Quote"}),
                    5: ("wagtail.blocks.CharBlock", (), {"label": "Who said it", "max_length": 200, "required": False}),
                    6: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Where it was said", "max_length": 200, "required": False},
                    ),
                    7: ("wagtail.blocks.URLBlock", (), {"label": "Link to it", "required": False}),
                    8: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 4), ("attribution", 5), ("source", 6), ("source_url", 7)]],
                        {},
                    ),
                    9: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "As it is shown: 95 %, 1972, 150 years.", "label": "Figure", "max_length": 60},
                    ),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "What it says", "max_length": 300}),
                    11: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "Who found this out, and when.", "label": "Source", "max_length": 300},
                    ),
                    12: ("wagtail.blocks.URLBlock", (), {"label": "Link to the source", "required": False}),
                    13: (
                        "wagtail.blocks.StructBlock",
                        [[("value", 9), ("statement", 10), ("source", 11), ("source_url", 12)]],
                        {},
                    ),
                    14: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                    15: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What the picture shows, for people who do not see it.",
                            "label": "Alternative text",
                            "max_length": 300,
                            "required": False,
                        },
                    ),
                    16: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {
                            "help_text": "Screen readers then skip it.",
                            "label": "The picture is decoration only",
                            "required": False,
                        },
                    ),
                    17: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "max_length": 300, "required": False}),
                    18: (
                        "wagtail.blocks.StructBlock",
                        [[("image", 14), ("alt", 15), ("decorative", 16), ("caption", 17)]],
                        {},
                    ),
                    19: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 200, "required": False}),
                    20: ("wagtail.blocks.ListBlock", (18,), {"label": "Pictures", "min_num": 2}),
                    21: ("wagtail.blocks.StructBlock", [[("heading", 19), ("pictures", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                    23: (
                        "wagtail.documents.blocks.DocumentChooserBlock",
                        (),
                        {"help_text": "MP4 or WebM.", "label": "Video file", "required": False},
                    ),
                    24: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {
                            "help_text": "YouTube, Vimeo and the Internet Archive play in the page after a click; others become a link.",
                            "label": "Or an address elsewhere",
                            "required": False,
                        },
                    ),
                    25: (
                        "wagtail.images.blocks.ImageChooserBlock",
                        (),
                        {"help_text": "The picture shown before it plays.", "label": "Poster", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "What the poster shows", "max_length": 300, "required": False},
                    ),
                    27: (
                        "wagtail.documents.blocks.DocumentChooserBlock",
                        (),
                        {
                            "help_text": "A WebVTT file (.vtt) in the page's language.",
                            "label": "Captions",
                            "required": False,
                        },
                    ),
                    28: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["bold", "italic", "link", "document-link", "ol", "ul"],
                            "label": "Transcript",
                            "required": False,
                        },
                    ),
                    29: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {"label": "Nobody speaks in this video", "required": False},
                    ),
                    30: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("nobody", "It shows nobody and tells of nobody who could be recognised"),
                                ("consents", "It rests on these consents:"),
                            ],
                            "label": "Who is in it?",
                            "required": False,
                        },
                    ),
                    31: (
                        "wagtail.blocks.MultipleChoiceBlock",
                        [],
                        {
                            "choices": newsroom.consent.statement.consent_choices,
                            "label": "The consents",
                            "required": False,
                        },
                    ),
                    32: (
                        "wagtail.blocks.MultipleChoiceBlock",
                        [],
                        {
                            "choices": [("name", "It says their real name"), ("place", "It says where they live")],
                            "label": "Besides",
                            "required": False,
                        },
                    ),
                    33: ("wagtail.blocks.StructBlock", [[("who", 30), ("which", 31), ("says", 32)]], {}),
                    34: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("title", 22),
                                ("file", 23),
                                ("url", 24),
                                ("poster", 25),
                                ("poster_alt", 26),
                                ("captions", 27),
                                ("transcript", 28),
                                ("no_speech", 29),
                                ("consents", 33),
                            ]
                        ],
                        {},
                    ),
                    35: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"help_text": "One or two sentences, as one would say them aloud.", "label": "What to say"},
                    ),
                    36: ("wagtail.blocks.TextBlock", (), {"label": "What shows that it is so", "required": False}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Source", "max_length": 300, "required": False}),
                    38: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 35), ("proof", 36), ("source", 37), ("source_url", 12)]],
                        {},
                    ),
                    39: ("wagtail.blocks.ListBlock", (38,), {"label": "Points", "min_num": 1}),
                    40: ("wagtail.blocks.StructBlock", [[("heading", 19), ("points", 39)]], {}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Text", "required": False}),
                    42: ("wagtail.blocks.CharBlock", (), {"label": "Words on the button", "max_length": 80}),
                    43: ("wagtail.blocks.PageChooserBlock", (), {"label": "Page of this site", "required": False}),
                    44: ("wagtail.blocks.URLBlock", (), {"label": "Or an address elsewhere", "required": False}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("heading", 1), ("text", 41), ("label", 42), ("page", 43), ("url", 44)]],
                        {},
                    ),
                    46: ("wagtail.blocks.DateBlock", (), {"label": "Date"}),
                    47: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": [("day", "Day"), ("month", "Month"), ("year", "Year")], "label": "Shown as"},
                    ),
                    48: ("wagtail.blocks.CharBlock", (), {"label": "What happened", "max_length": 200}),
                    49: ("wagtail.blocks.TextBlock", (), {"label": "More about it", "required": False}),
                    50: (
                        "wagtail.blocks.StructBlock",
                        [[("date", 46), ("precision", 47), ("title", 48), ("text", 49)]],
                        {},
                    ),
                    51: ("wagtail.blocks.ListBlock", (50,), {"label": "Milestones", "min_num": 1}),
                    52: ("wagtail.blocks.StructBlock", [[("heading", 19), ("milestones", 51)]], {}),
                    53: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("sample_policy", "Sample policy"),
                                ("talking_points", "Talking points"),
                                ("social_media_graphic", "Social media graphic"),
                                ("other", "Other"),
                            ],
                            "label": "Kind",
                        },
                    ),
                    54: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "File"}),
                    55: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": newsroom.translation.languages.django_languages, "label": "Language of the file"},
                    ),
                    56: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("CC-BY-4.0", "CC BY 4.0"),
                                ("CC-BY-SA-4.0", "CC BY-SA 4.0"),
                                ("CC-BY-NC-4.0", "CC BY-NC 4.0"),
                                ("CC0-1.0", "CC0 1.0"),
                            ],
                            "label": "Licence",
                        },
                    ),
                    57: ("wagtail.blocks.TextBlock", (), {"label": "What it is for"}),
                    58: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("kind", 53),
                                ("title", 22),
                                ("file", 54),
                                ("language", 55),
                                ("licence", 56),
                                ("description", 57),
                            ]
                        ],
                        {},
                    ),
                    59: ("wagtail.blocks.ListBlock", (58,), {"label": "Files", "min_num": 1}),
                    60: ("wagtail.blocks.StructBlock", [[("heading", 19), ("files", 59)]], {}),
                    61: ("wagtail.blocks.PageChooserBlock", ("stories.PartnerPage",), {}),
                    62: ("wagtail.blocks.ListBlock", (61,), {"label": "Partners", "min_num": 1}),
                    63: ("wagtail.blocks.StructBlock", [[("heading", 19), ("pages", 62)]], {}),
                    64: ("wagtail.blocks.PageChooserBlock", ("commitments.CommitmentPage",), {}),
                    65: ("wagtail.blocks.ListBlock", (64,), {"label": "Commitments", "min_num": 1}),
                    66: ("wagtail.blocks.StructBlock", [[("heading", 19), ("pages", 65)]], {}),
                },
                verbose_name="call-outs",
            ),
        ),
        migrations.AlterField(
            model_name="homepage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("text", 0),
                    ("heading", 3),
                    ("quote", 8),
                    ("figure", 13),
                    ("picture", 18),
                    ("gallery", 21),
                    ("video", 34),
                    ("talking_points", 40),
                    ("call_to_action", 45),
                    ("milestones", 52),
                    ("file_list", 60),
                    ("partner_list", 63),
                    ("commitment_list", 66),
                ],
                blank=True,
                block_lookup={
                    0: ("newsroom.authoring.blocks.text.TextBlock", (), {}),
                    1: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 200}),
                    2: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": [("2", "Section"), ("3", "Part of a section")], "label": "Level"},
                    ),
                    3: ("wagtail.blocks.StructBlock", [[("text", 1), ("level", 2)]], {}),
                    4: ("wagtail.blocks.TextBlock", (), {"label": "Quote"}),
                    5: ("wagtail.blocks.CharBlock", (), {"label": "Who said it", "max_length": 200, "required": False}),
                    6: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Where it was said", "max_length": 200, "required": False},
                    ),
                    7: ("wagtail.blocks.URLBlock", (), {"label": "Link to it", "required": False}),
                    8: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 4), ("attribution", 5), ("source", 6), ("source_url", 7)]],
                        {},
                    ),
                    9: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "As it is shown: 95 %, 1972, 150 years.", "label": "Figure", "max_length": 60},
                    ),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "What it says", "max_length": 300}),
                    11: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "Who found this out, and when.", "label": "Source", "max_length": 300},
                    ),
                    12: ("wagtail.blocks.URLBlock", (), {"label": "Link to the source", "required": False}),
                    13: (
                        "wagtail.blocks.StructBlock",
                        [[("value", 9), ("statement", 10), ("source", 11), ("source_url", 12)]],
                        {},
                    ),
                    14: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                    15: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What the picture shows, for people who do not see it.",
                            "label": "Alternative text",
                            "max_length": 300,
                            "required": False,
                        },
                    ),
                    16: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {
                            "help_text": "Screen readers then skip it.",
                            "label": "The picture is decoration only",
                            "required": False,
                        },
                    ),
                    17: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "max_length": 300, "required": False}),
                    18: (
                        "wagtail.blocks.StructBlock",
                        [[("image", 14), ("alt", 15), ("decorative", 16), ("caption", 17)]],
                        {},
                    ),
                    19: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 200, "required": False}),
                    20: ("wagtail.blocks.ListBlock", (18,), {"label": "Pictures", "min_num": 2}),
                    21: ("wagtail.blocks.StructBlock", [[("heading", 19), ("pictures", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                    23: (
                        "wagtail.documents.blocks.DocumentChooserBlock",
                        (),
                        {"help_text": "MP4 or WebM.", "label": "Video file", "required": False},
                    ),
                    24: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {
                            "help_text": "YouTube, Vimeo and the Internet Archive play in the page after a click; others become a link.",
                            "label": "Or an address elsewhere",
                            "required": False,
                        },
                    ),
                    25: (
                        "wagtail.images.blocks.ImageChooserBlock",
                        (),
                        {"help_text": "The picture shown before it plays.", "label": "Poster", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "What the poster shows", "max_length": 300, "required": False},
                    ),
                    27: (
                        "wagtail.documents.blocks.DocumentChooserBlock",
                        (),
                        {
                            "help_text": "A WebVTT file (.vtt) in the page's language.",
                            "label": "Captions",
                            "required": False,
                        },
                    ),
                    28: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["bold", "italic", "link", "document-link", "ol", "ul"],
                            "label": "Transcript",
                            "required": False,
                        },
                    ),
                    29: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {"label": "Nobody speaks in this video", "required": False},
                    ),
                    30: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("nobody", "It shows nobody and tells of nobody who could be recognised"),
                                ("consents", "It rests on these consents:"),
                            ],
                            "label": "Who is in it?",
                            "required": False,
                        },
                    ),
                    31: (
                        "wagtail.blocks.MultipleChoiceBlock",
                        [],
                        {
                            "choices": newsroom.consent.statement.consent_choices,
                            "label": "The consents",
                            "required": False,
                        },
                    ),
                    32: (
                        "wagtail.blocks.MultipleChoiceBlock",
                        [],
                        {
                            "choices": [("name", "It says their real name"), ("place", "It says where they live")],
                            "label": "Besides",
                            "required": False,
                        },
                    ),
                    33: ("wagtail.blocks.StructBlock", [[("who", 30), ("which", 31), ("says", 32)]], {}),
                    34: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("title", 22),
                                ("file", 23),
                                ("url", 24),
                                ("poster", 25),
                                ("poster_alt", 26),
                                ("captions", 27),
                                ("transcript", 28),
                                ("no_speech", 29),
                                ("consents", 33),
                            ]
                        ],
                        {},
                    ),
                    35: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"help_text": "One or two sentences, as one would say them aloud.", "label": "What to say"},
                    ),
                    36: ("wagtail.blocks.TextBlock", (), {"label": "What shows that it is so", "required": False}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Source", "max_length": 300, "required": False}),
                    38: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 35), ("proof", 36), ("source", 37), ("source_url", 12)]],
                        {},
                    ),
                    39: ("wagtail.blocks.ListBlock", (38,), {"label": "Points", "min_num": 1}),
                    40: ("wagtail.blocks.StructBlock", [[("heading", 19), ("points", 39)]], {}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Text", "required": False}),
                    42: ("wagtail.blocks.CharBlock", (), {"label": "Words on the button", "max_length": 80}),
                    43: ("wagtail.blocks.PageChooserBlock", (), {"label": "Page of this site", "required": False}),
                    44: ("wagtail.blocks.URLBlock", (), {"label": "Or an address elsewhere", "required": False}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("heading", 1), ("text", 41), ("label", 42), ("page", 43), ("url", 44)]],
                        {},
                    ),
                    46: ("wagtail.blocks.DateBlock", (), {"label": "Date"}),
                    47: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": [("day", "Day"), ("month", "Month"), ("year", "Year")], "label": "Shown as"},
                    ),
                    48: ("wagtail.blocks.CharBlock", (), {"label": "What happened", "max_length": 200}),
                    49: ("wagtail.blocks.TextBlock", (), {"label": "More about it", "required": False}),
                    50: (
                        "wagtail.blocks.StructBlock",
                        [[("date", 46), ("precision", 47), ("title", 48), ("text", 49)]],
                        {},
                    ),
                    51: ("wagtail.blocks.ListBlock", (50,), {"label": "Milestones", "min_num": 1}),
                    52: ("wagtail.blocks.StructBlock", [[("heading", 19), ("milestones", 51)]], {}),
                    53: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("sample_policy", "Sample policy"),
                                ("talking_points", "Talking points"),
                                ("social_media_graphic", "Social media graphic"),
                                ("other", "Other"),
                            ],
                            "label": "Kind",
                        },
                    ),
                    54: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "File"}),
                    55: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": newsroom.translation.languages.django_languages, "label": "Language of the file"},
                    ),
                    56: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("CC-BY-4.0", "CC BY 4.0"),
                                ("CC-BY-SA-4.0", "CC BY-SA 4.0"),
                                ("CC-BY-NC-4.0", "CC BY-NC 4.0"),
                                ("CC0-1.0", "CC0 1.0"),
                            ],
                            "label": "Licence",
                        },
                    ),
                    57: ("wagtail.blocks.TextBlock", (), {"label": "What it is for"}),
                    58: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("kind", 53),
                                ("title", 22),
                                ("file", 54),
                                ("language", 55),
                                ("licence", 56),
                                ("description", 57),
                            ]
                        ],
                        {},
                    ),
                    59: ("wagtail.blocks.ListBlock", (58,), {"label": "Files", "min_num": 1}),
                    60: ("wagtail.blocks.StructBlock", [[("heading", 19), ("files", 59)]], {}),
                    61: ("wagtail.blocks.PageChooserBlock", ("stories.PartnerPage",), {}),
                    62: ("wagtail.blocks.ListBlock", (61,), {"label": "Partners", "min_num": 1}),
                    63: ("wagtail.blocks.StructBlock", [[("heading", 19), ("pages", 62)]], {}),
                    64: ("wagtail.blocks.PageChooserBlock", ("commitments.CommitmentPage",), {}),
                    65: ("wagtail.blocks.ListBlock", (64,), {"label": "Commitments", "min_num": 1}),
                    66: ("wagtail.blocks.StructBlock", [[("heading", 19), ("pages", 65)]], {}),
                },
                verbose_name="body",
            ),
        ),
        migrations.AlterField(
            model_name="visionpage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("text", 0),
                    ("heading", 3),
                    ("quote", 8),
                    ("figure", 13),
                    ("picture", 18),
                    ("gallery", 21),
                    ("video", 34),
                    ("talking_points", 40),
                    ("call_to_action", 45),
                    ("milestones", 52),
                    ("file_list", 60),
                    ("partner_list", 63),
                    ("commitment_list", 66),
                ],
                block_lookup={
                    0: ("newsroom.authoring.blocks.text.TextBlock", (), {}),
                    1: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 200}),
                    2: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": [("2", "Section"), ("3", "Part of a section")], "label": "Level"},
                    ),
                    3: ("wagtail.blocks.StructBlock", [[("text", 1), ("level", 2)]], {}),
                    4: ("wagtail.blocks.TextBlock", (), {"label": "Quote"}),
                    5: ("wagtail.blocks.CharBlock", (), {"label": "Who said it", "max_length": 200, "required": False}),
                    6: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "Where it was said", "max_length": 200, "required": False},
                    ),
                    7: ("wagtail.blocks.URLBlock", (), {"label": "Link to it", "required": False}),
                    8: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 4), ("attribution", 5), ("source", 6), ("source_url", 7)]],
                        {},
                    ),
                    9: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "As it is shown: 95 %, 1972, 150 years.", "label": "Figure", "max_length": 60},
                    ),
                    10: ("wagtail.blocks.CharBlock", (), {"label": "What it says", "max_length": 300}),
                    11: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "Who found this out, and when.", "label": "Source", "max_length": 300},
                    ),
                    12: ("wagtail.blocks.URLBlock", (), {"label": "Link to the source", "required": False}),
                    13: (
                        "wagtail.blocks.StructBlock",
                        [[("value", 9), ("statement", 10), ("source", 11), ("source_url", 12)]],
                        {},
                    ),
                    14: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                    15: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What the picture shows, for people who do not see it.",
                            "label": "Alternative text",
                            "max_length": 300,
                            "required": False,
                        },
                    ),
                    16: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {
                            "help_text": "Screen readers then skip it.",
                            "label": "The picture is decoration only",
                            "required": False,
                        },
                    ),
                    17: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "max_length": 300, "required": False}),
                    18: (
                        "wagtail.blocks.StructBlock",
                        [[("image", 14), ("alt", 15), ("decorative", 16), ("caption", 17)]],
                        {},
                    ),
                    19: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 200, "required": False}),
                    20: ("wagtail.blocks.ListBlock", (18,), {"label": "Pictures", "min_num": 2}),
                    21: ("wagtail.blocks.StructBlock", [[("heading", 19), ("pictures", 20)]], {}),
                    22: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                    23: (
                        "wagtail.documents.blocks.DocumentChooserBlock",
                        (),
                        {"help_text": "MP4 or WebM.", "label": "Video file", "required": False},
                    ),
                    24: (
                        "wagtail.blocks.URLBlock",
                        (),
                        {
                            "help_text": "YouTube, Vimeo and the Internet Archive play in the page after a click; others become a link.",
                            "label": "Or an address elsewhere",
                            "required": False,
                        },
                    ),
                    25: (
                        "wagtail.images.blocks.ImageChooserBlock",
                        (),
                        {"help_text": "The picture shown before it plays.", "label": "Poster", "required": False},
                    ),
                    26: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "What the poster shows", "max_length": 300, "required": False},
                    ),
                    27: (
                        "wagtail.documents.blocks.DocumentChooserBlock",
                        (),
                        {
                            "help_text": "A WebVTT file (.vtt) in the page's language.",
                            "label": "Captions",
                            "required": False,
                        },
                    ),
                    28: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["bold", "italic", "link", "document-link", "ol", "ul"],
                            "label": "Transcript",
                            "required": False,
                        },
                    ),
                    29: (
                        "wagtail.blocks.BooleanBlock",
                        (),
                        {"label": "Nobody speaks in this video", "required": False},
                    ),
                    30: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("nobody", "It shows nobody and tells of nobody who could be recognised"),
                                ("consents", "It rests on these consents:"),
                            ],
                            "label": "Who is in it?",
                            "required": False,
                        },
                    ),
                    31: (
                        "wagtail.blocks.MultipleChoiceBlock",
                        [],
                        {
                            "choices": newsroom.consent.statement.consent_choices,
                            "label": "The consents",
                            "required": False,
                        },
                    ),
                    32: (
                        "wagtail.blocks.MultipleChoiceBlock",
                        [],
                        {
                            "choices": [("name", "It says their real name"), ("place", "It says where they live")],
                            "label": "Besides",
                            "required": False,
                        },
                    ),
                    33: ("wagtail.blocks.StructBlock", [[("who", 30), ("which", 31), ("says", 32)]], {}),
                    34: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("title", 22),
                                ("file", 23),
                                ("url", 24),
                                ("poster", 25),
                                ("poster_alt", 26),
                                ("captions", 27),
                                ("transcript", 28),
                                ("no_speech", 29),
                                ("consents", 33),
                            ]
                        ],
                        {},
                    ),
                    35: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"help_text": "One or two sentences, as one would say them aloud.", "label": "What to say"},
                    ),
                    36: ("wagtail.blocks.TextBlock", (), {"label": "What shows that it is so", "required": False}),
                    37: ("wagtail.blocks.CharBlock", (), {"label": "Source", "max_length": 300, "required": False}),
                    38: (
                        "wagtail.blocks.StructBlock",
                        [[("text", 35), ("proof", 36), ("source", 37), ("source_url", 12)]],
                        {},
                    ),
                    39: ("wagtail.blocks.ListBlock", (38,), {"label": "Points", "min_num": 1}),
                    40: ("wagtail.blocks.StructBlock", [[("heading", 19), ("points", 39)]], {}),
                    41: ("wagtail.blocks.TextBlock", (), {"label": "Text", "required": False}),
                    42: ("wagtail.blocks.CharBlock", (), {"label": "Words on the button", "max_length": 80}),
                    43: ("wagtail.blocks.PageChooserBlock", (), {"label": "Page of this site", "required": False}),
                    44: ("wagtail.blocks.URLBlock", (), {"label": "Or an address elsewhere", "required": False}),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("heading", 1), ("text", 41), ("label", 42), ("page", 43), ("url", 44)]],
                        {},
                    ),
                    46: ("wagtail.blocks.DateBlock", (), {"label": "Date"}),
                    47: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": [("day", "Day"), ("month", "Month"), ("year", "Year")], "label": "Shown as"},
                    ),
                    48: ("wagtail.blocks.CharBlock", (), {"label": "What happened", "max_length": 200}),
                    49: ("wagtail.blocks.TextBlock", (), {"label": "More about it", "required": False}),
                    50: (
                        "wagtail.blocks.StructBlock",
                        [[("date", 46), ("precision", 47), ("title", 48), ("text", 49)]],
                        {},
                    ),
                    51: ("wagtail.blocks.ListBlock", (50,), {"label": "Milestones", "min_num": 1}),
                    52: ("wagtail.blocks.StructBlock", [[("heading", 19), ("milestones", 51)]], {}),
                    53: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("sample_policy", "Sample policy"),
                                ("talking_points", "Talking points"),
                                ("social_media_graphic", "Social media graphic"),
                                ("other", "Other"),
                            ],
                            "label": "Kind",
                        },
                    ),
                    54: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "File"}),
                    55: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": newsroom.translation.languages.django_languages, "label": "Language of the file"},
                    ),
                    56: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("CC-BY-4.0", "CC BY 4.0"),
                                ("CC-BY-SA-4.0", "CC BY-SA 4.0"),
                                ("CC-BY-NC-4.0", "CC BY-NC 4.0"),
                                ("CC0-1.0", "CC0 1.0"),
                            ],
                            "label": "Licence",
                        },
                    ),
                    57: ("wagtail.blocks.TextBlock", (), {"label": "What it is for"}),
                    58: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("kind", 53),
                                ("title", 22),
                                ("file", 54),
                                ("language", 55),
                                ("licence", 56),
                                ("description", 57),
                            ]
                        ],
                        {},
                    ),
                    59: ("wagtail.blocks.ListBlock", (58,), {"label": "Files", "min_num": 1}),
                    60: ("wagtail.blocks.StructBlock", [[("heading", 19), ("files", 59)]], {}),
                    61: ("wagtail.blocks.PageChooserBlock", ("stories.PartnerPage",), {}),
                    62: ("wagtail.blocks.ListBlock", (61,), {"label": "Partners", "min_num": 1}),
                    63: ("wagtail.blocks.StructBlock", [[("heading", 19), ("pages", 62)]], {}),
                    64: ("wagtail.blocks.PageChooserBlock", ("commitments.CommitmentPage",), {}),
                    65: ("wagtail.blocks.ListBlock", (64,), {"label": "Commitments", "min_num": 1}),
                    66: ("wagtail.blocks.StructBlock", [[("heading", 19), ("pages", 65)]], {}),
                },
                verbose_name="body",
            ),
        ),
    ]
