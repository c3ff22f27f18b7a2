"""The base page: everything that each page type of the newsroom has in common, in the order of a page's journey."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.coreutils import camelcase_to_underscore
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from newsroom.authoring import guard, slugs
from newsroom.authoring.filters import Filter
from newsroom.authoring.harmless import clean_page
from newsroom.authoring.permissions import NewsroomPagePermissionTester
from newsroom.authoring.schemas import PageDocument
from newsroom.authoring.visible import taken_down_q, visible_q
from newsroom.review import approvals, tasks
from newsroom.translation.languages import SOURCE


class NewsroomPageQuerySet(PageQuerySet):
    def visible(self):
        """What the public can see (`newsroom.authoring.visible`)."""
        return self.filter(visible_q())

    def in_language(self, code: str):
        return self.filter(locale__language_code=code)


# References that are the page's own, whatever a revision of it says.
_OF_THE_ROW = frozenset(
    {"content_type", "locale", "owner", "locked_by", "latest_revision", "live_revision", "alias_of"}
)
NewsroomPageManager = type(Page.objects).from_queryset(NewsroomPageQuerySet)


class SourcePanel(FieldPanel):
    """A field that is the source page's to fill in: translations do not show it."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            locale = getattr(self.instance, "locale", None)
            return super().is_shown() and (locale is None or locale.language_code == SOURCE)


class NewsroomPage(Page):
    """Abstract: a page that obeys the law (see `newsroom.review.law`), whichever way it is written."""

    slug: str  # A field of Wagtail's; its type is lost on the way through two metaclasses.

    # Fields
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=400,
        help_text=_("One or two sentences for lists, search results and shared links."),
    )

    hide_when_outdated = models.BooleanField(
        _("Hide translations that are older than their source"),
        default=False,
        help_text=_(
            "For words that can put somebody at risk when they are out of date: rights, hotlines, what to do in a "
            "raid. As soon as a change of this page is public, its translations are gone for readers until they follow."
        ),
    )

    objects = NewsroomPageManager()

    # Edit
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("show_in_menus"),
            ],
            _("Address, search engines and menu"),
        ),
        MultiFieldPanel([SourcePanel("hide_when_outdated")], _("Safety")),
    ]
    # A section is a page that each language needs from its first day: its tree is made of these.
    is_section = False

    # Translate: the address stays the source's, so that no slug is ever lost on the way. Whether translations are
    # hidden is the source's to say (`newsroom.translation.freshness.hidden_q` asks it, not the translation).
    override_translatable_fields = [
        SynchronizedField("slug"),
        SynchronizedField("show_in_menus"),
        SynchronizedField("hide_when_outdated"),
    ]

    # News is what the feed of its language brings to those who follow it.
    in_feed = False
    # The feeds of lists of such news: {the name of the list among `sublists`, "" for the page itself: the listed type}.
    feeds: ClassVar[Mapping[str, str]] = {}

    # Search
    search_fields = [*Page.search_fields, index.SearchField("summary", boost=1.5)]
    # How a list of such pages may be narrowed, on the site and in the API.
    filters: ClassVar[tuple[Filter, ...]] = ()

    # Deliver
    near: Mapping[str, list[int]] = {}  # See `look_around`.
    machine_made: Sequence[str] = ()  # The paths of texts that stand as a machine translated them.
    is_outdated = False  # Of a translation that readers get (`documents.approved_page`): its source has gone on since.
    # How far its consents let it go (`newsroom.consent.reach`): nothing to take away, nothing for social media.
    is_to_stay_here = is_to_stay_unshared = False
    reviewed_at: datetime.datetime | None = None  # When somebody approved what readers get.
    document: ClassVar[type[PageDocument]]
    template = "wagtail_serves_no_page.html"

    class Meta:
        abstract = True

    @classmethod
    def type_name(cls) -> str:
        """This type's name in URLs, JSON and templates: CampaignStoryPage is "campaign_story"."""
        return camelcase_to_underscore(cls.__name__.removesuffix("Page"))

    @classmethod
    def card_details(cls, content: dict[str, Any]) -> dict[str, Any]:
        """What this type adds to its card in lists, from a revision's content (without `body`): plain data."""
        return {}

    @classmethod
    def look_around(cls, pages: Sequence[Any]) -> None:
        """Set `near` of each of these pages of this type: ids, by name, of pages that it does not name and yet shows.
        One query, however many pages these are."""

    def deliver(self, world, lang: str) -> dict[str, Any]:
        """This type's own fields of its `document`, from the page's own data and the loaded world: no query."""
        return {}

    def lists(self, lang: str, query: Mapping[str, str]) -> dict[str, Any]:
        """Other pages that this page's HTML shows in lists (JSON asks for them with `child_of`). `query` is what its
        address asks for: a reader's words, not to be trusted."""
        return {}

    # Lists that have an address of their own below this page's: {last part of the address: its heading}. A page that
    # stands at such an address comes first.
    sublists: ClassVar[Mapping[str, Any]] = {}

    def sublist(self, name: str, lang: str, query: Mapping[str, str]) -> dict[str, Any]:
        """As `lists`, for one of the `sublists`."""
        return {}

    def serve_preview(self, request, mode_name):
        from newsroom.authoring.documents import build_from
        from newsroom.authoring.rendering import render_page
        from newsroom.authoring.withheld import may_read_withheld

        self.set_url_path(self.get_parent())
        return render_page(
            request, self, build_from([self], withheld=may_read_withheld(request.user))[0], is_preview=True
        )

    # The law
    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self._state.adding or not self.live:
            clean_page(self)
        if self._state.adding:
            # A take-down covers a page and what is an alias of it: one of an alias is an alias of the same page.
            above: Any = self.alias_of  # type: ignore[has-type]
            self.alias_of = above and (above.alias_of or above)
            guard.born_as_draft(self)
        elif self.live:
            guard.guard_live_row(self, kwargs.get("update_fields"))
        return super().save(*args, **kwargs)

    @transaction.atomic
    def save_revision(self, user=None, *args: Any, overwrite_revision=None, **kwargs: Any) -> Any:
        """As Wagtail's; but a revision that was submitted or approved is never overwritten (autosave would), and
        an edit of a page under review starts the review again: unless no word of it changed, as by a comment."""
        approvals.hold_page(self.pk)
        reviewed = approvals.under_review(self)
        if reviewed is not None and guard.same_words(self, reviewed):
            return self._save_comments(reviewed)
        if overwrite_revision is not None and approvals.is_settled(overwrite_revision):
            overwrite_revision = None
        revision = super().save_revision(user, *args, overwrite_revision=overwrite_revision, **kwargs)
        approvals.restart_review(self, revision, user)
        return revision

    def _save_comments(self, revision: Revision) -> Revision:
        comments = getattr(self, COMMENTS_RELATION_NAME).filter(pk__isnull=True)
        for comment in comments:
            comment.save()
            comment.revision_created = revision
        self.save(update_fields=[COMMENTS_RELATION_NAME], clean=False)
        return revision

    @transaction.atomic
    def publish(self, revision, *args: Any, **kwargs: Any) -> None:
        with guard.going_live(self, revision):
            super().publish(revision, *args, **kwargs)
        tasks.wake_for(revision)

    publish.alters_data = True  # type: ignore[attr-defined]

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """As Wagtail's; but which version is live is the page's to say. A version from before the page was public would
        say "none", and scheduling it would take the page off until its hour."""
        # Wagtail looks up what these refer to, each with a query, and then takes them from the page all the same.
        page = super().with_content_json({name: value for name, value in content.items() if name not in _OF_THE_ROW})
        page.live_revision_id = self.live_revision_id
        # The words are other ones, the place is the same: nobody has to look for it again.
        if parent := self.get_parent():
            page._cached_parent_obj = parent
        if Page._meta.get_field("locale").is_cached(self):
            page.locale = self.locale
        return page

    def update_aliases(self, **kwargs: Any) -> None:
        """Do nothing: an alias shows another language's words under this one's address, and no revision of its own
        was ever approved. Aliases stay drafts."""

    def permissions_for_user(self, user):
        return NewsroomPagePermissionTester(user, self)

    def full_clean(self, exclude: Any = None, **kwargs: Any) -> None:
        """As Wagtail's, without a question for each of the row's own references: no form offers them, and the database
        refuses one that leads nowhere, or a language that a page has already."""
        super().full_clean(exclude={*(exclude or ()), *_OF_THE_ROW, "path"}, **kwargs)

    def _set_core_field_defaults(self) -> None:
        if self.slug or self.title:
            self.slug = self._free_slug(slugs.ascii_slug(self.slug, self.title))
        super()._set_core_field_defaults()

    def _free_slug(self, wanted: str) -> str:
        """A typed slug is kept, so that a clash is reported; one made from a title gets a number instead."""
        if self.slug or not (self.path or getattr(self, "_cached_parent_obj", None)):
            return wanted
        return self._get_autogenerated_slug(wanted)

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """Nobody finds by its words what is taken down: not in the admin either, where few may read it."""
        return super().get_indexed_objects().exclude(taken_down_q())

    def get_indexed_instance(self):
        """Search finds what was approved: a public page is indexed by its live revision, never by its row."""
        indexed = super().get_indexed_instance()
        if indexed is None or not indexed.live:
            return indexed
        # A page that is just being deleted has lost its revisions already.
        revision = Revision.objects.filter(pk=indexed.live_revision_id).first()
        return indexed.with_content_json(revision.content) if revision else indexed
