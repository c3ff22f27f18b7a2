"""What a person may do with a page, as Wagtail's views ask it: they only offer what the model will accept."""

from __future__ import annotations

from wagtail.models import PagePermissionTester

from newsroom.authoring.visible import is_kept_on_record, taken_down_q


class NewsroomPagePermissionTester(PagePermissionTester):
    """Nobody publishes by permission, superusers included: only the law does (`newsroom.review`)."""

    def can_publish(self):
        return False

    def can_publish_subpage(self):
        return False

    def can_set_view_restrictions(self):
        return self.can_arrange() and not self.page_is_root

    def can_unschedule(self):
        """Taking a schedule off makes less public, never more."""
        return self.user.is_active and (
            self.user.has_perm("consent.take_down") or self.user.has_perm("review.publish_in_emergency")
        )

    def can_unpublish(self):
        return self.can_unschedule() and self.page.live and not self.page_is_root

    def can_reorder_children(self):
        return self.can_arrange()

    def can_arrange(self):
        """Moving what is public changes its address: Administrators only."""
        return self.user.is_active and self.user.has_perm("review.arrange_public_pages")

    def can_delete(self, ignore_bulk=False):
        """What is public is taken down first: a deletion leaves no record of what readers were shown. What is taken
        down stays on record."""
        if self._is_public() or is_kept_on_record(self.page.get_descendants(inclusive=True)):
            return False
        return super().can_delete(ignore_bulk=ignore_bulk)

    def can_move(self):
        if self._is_public():
            return self.can_arrange()
        return super().can_move()

    def can_move_to(self, destination):
        if self.page == destination or destination.is_descendant_of(self.page):
            return False
        if not self.page.is_child_of(destination) and not self.page.specific.can_move_to(destination):
            return False
        if not self.can_move():
            return False
        # Superusers have no `permissions` set; Wagtail lets them add everywhere.
        may_add = self.user.is_superuser or "add" in destination.permissions_for_user(self.user).permissions
        return may_add and (not self._is_public() or self.can_arrange())

    def can_copy(self):
        """A copy is another page, which no take-down knows: what few may read would be everybody's again."""
        return super().can_copy() and not self.page.get_descendants(inclusive=True).filter(taken_down_q()).exists()

    def can_copy_to(self, destination, recursive=False):
        """A copy keeps its language, so in another language's tree the wrong people would review it. (Wagtail sees to
        that for moves.)"""
        stays = destination.depth == 1 or destination.locale_id == self.page.locale_id
        return stays and super().can_copy_to(destination, recursive=recursive)

    def _is_public(self) -> bool:
        return self.page.get_descendants(inclusive=True).live().exists()
