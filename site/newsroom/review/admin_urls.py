"""Wagtail's editor and review addresses, answered by our views. They come before Wagtail's own in `config.urls`; the
names stay Wagtail's, so every link and button leads here."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from newsroom.review.deciding import DecisionView
from newsroom.review.editing import EditView

urlpatterns = [
    path("pages/<int:page_id>/edit/", require_admin_access(EditView.as_view())),
    path(
        "pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        require_admin_access(DecisionView.as_view()),
    ),
]
