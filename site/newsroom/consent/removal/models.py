"""What a take-down's receipt remembers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReceiptStep(models.Model):
    """A line of a take-down's receipt (`receipt.py`): what has to be gone, what was found, and when. `noted` is what
    the step wrote down for itself before the take-down: ids, and names of files that nobody can guess."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        FAILED = "failed", _("not yet")
        DONE = "done", _("done")

    take_down = models.ForeignKey("consent.TakeDown", on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    result = models.TextField(blank=True)
    noted = models.JSONField(default=dict)
    tries = models.IntegerField(default=0)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["take_down", "name"], name="a_step_once_a_receipt")]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE
