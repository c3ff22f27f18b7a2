"""What this room adds to the admin."""

from django.urls import include, path
from wagtail import hooks
from wagtail.documents import urls as wagtaildocs_urls

from newsroom.web.previews import admin as previews
from newsroom.web.previews import history
from newsroom.web.webhooks import admin as webhooks

hooks.register("register_log_actions", history.register)
hooks.register("register_admin_urls", previews.addresses)
hooks.register("register_page_header_buttons", previews.header_button)
hooks.register("register_page_listing_more_buttons", previews.listing_button)
hooks.register("register_admin_urls", webhooks.addresses)
hooks.register("register_permissions", webhooks.permissions)
hooks.register("register_settings_menu_item", webhooks.menu_item)


@hooks.register("register_admin_urls")
def document_files() -> list:
    """Every document's own file, for people who are signed in: drafts refer to files that are not public yet.
    Wagtail's pickers and rich text editor need this address; the public gets `newsroom.web.files` instead."""
    return [path("document-files/", include(wagtaildocs_urls))]
