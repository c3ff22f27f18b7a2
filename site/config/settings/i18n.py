"""Languages and time. The language table itself is `newsroom/translation/languages.py`."""

from wagtail.admin.localization import WAGTAILADMIN_PROVIDED_LANGUAGES

from config.settings.env import SITE
from newsroom.translation.languages import django_languages

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = django_languages()
LOCALE_PATHS = [SITE / "locale"]
# Dates for the languages that Django has no formats for.
FORMAT_MODULE_PATH = ["newsroom.translation.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

WAGTAIL_I18N_ENABLED = True
# Wagtail leaves Vietnamese out, as only its commonest words are translated; all of ours are. It has next to nothing in
# Haitian Creole.
WAGTAILADMIN_PERMITTED_LANGUAGES = [*WAGTAILADMIN_PROVIDED_LANGUAGES, ("vi", "Vietnamese")]

# Translating a page must make a draft: localize's own default makes it live at once, unreviewed.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# A deleted source must not take its reviewed, published translations with it.
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
