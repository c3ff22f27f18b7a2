"""Telling other programs that something public changed: Standard Webhooks, from an outbox (docs/webhooks.md)."""
