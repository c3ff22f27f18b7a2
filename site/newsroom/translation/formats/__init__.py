"""Formats of dates and numbers for the languages that Django has none for, one package a language."""
