"""`python -m bench.peer.filling 200`: an empty database of the peer gets the same stories."""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from wagtail.models import Locale, Page, Site  # noqa: E402

from bench.filling import fill  # noqa: E402
from bench.options import LOCALES  # noqa: E402
from bench.peer.article.models import ArticlePage  # noqa: E402


def main(pages: int) -> None:
    """Home and the list of stories are saved; the stories are copied."""
    root = Page.objects.get(depth=1)
    for page in Page.objects.filter(depth=2):
        page.delete()
    keys, parents = {}, {}
    for code in LOCALES:
        locale, _ = Locale.objects.get_or_create(language_code=code)

        def add(parent: Page, slug: str, name: str, locale: Locale = locale) -> Page:
            page = ArticlePage(title=name, slug=slug, locale=locale, start_year=2026)
            page.translation_key = keys.setdefault(name, page.translation_key)
            return Page.objects.get(pk=parent.pk).add_child(instance=page)

        home = add(root, "home" if code == "en" else f"home-{code}", "Home")
        if code == "en":
            Site.objects.update_or_create(
                is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Stock"}
            )
        parents[code] = add(home, "stories", "Stories")
    fill(parents, pages, ArticlePage, None)
    call_command("update_index", verbosity=0)


main(int(sys.argv[1]))
