"""The peer: stock Wagtail, of the version in our lock, as `wagtail start` makes it, with one type of page.

Nothing in it is slower than its own project template: connections are kept, as ours are, and DEBUG is off.
"""
