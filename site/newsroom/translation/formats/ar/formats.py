"""What Django leaves out of its Arabic formats: with the hour, a date was written in the English order and with Latin
commas."""

DATETIME_FORMAT = "j F Y، g:i A"
SHORT_DATETIME_FORMAT = "d/m/Y، g:i A"
