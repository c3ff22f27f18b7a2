"""Migrations of the doors."""
