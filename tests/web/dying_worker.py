"""Workers that are killed, one after the other, each at another step of a delivery; then one that lives.

    python -m tests.web.dying_worker

Each is a process of its own, forked when Django is ready, and ends by SIGKILL: nothing of it gets to clean up. The step
is printed when it is dead.
"""

import datetime
import os
import signal
import sys

import django
from django.core.management import call_command

STEPS = ("while it takes a message", "before it sends", "after it sent", "between two tries")


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(work):
    def done(*args, **kwargs):
        work(*args, **kwargs)
        die()

    return done


def work_and_die(step):
    from newsroom.web.models import WebhookDelivery
    from newsroom.web.webhooks import delivering, sending, tasks

    # What takes minutes out there.
    delivering.LEASE = tasks.BEAT = datetime.timedelta(seconds=0.4)
    delivering.FIRST_PAUSE = 0.1
    if step == "while it takes a message":
        WebhookDelivery.save = then_die(WebhookDelivery.save)
    elif step == "before it sends":
        sending.send = die
    elif step == "after it sent":
        sending.send = then_die(sending.send)
    elif step == "between two tries":
        delivering._note = then_die(delivering._note)
    call_command("db_worker", interval=0.05, startup_delay=False, verbosity=0)


def main():
    django.setup()
    for step in STEPS:
        child = os.fork()
        if child == 0:
            work_and_die(step)
        _, status = os.waitpid(child, 0)
        ended = step if os.WTERMSIG(status) == signal.SIGKILL else f"{step}: it ended with {status}"
        sys.stdout.write(f"{ended}\n")
        sys.stdout.flush()
    work_and_die("")


if __name__ == "__main__":
    main()
