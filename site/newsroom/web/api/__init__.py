"""The JSON API: published pages, as typed documents, for everybody.

Read in this order: `urls` (what there is), `door` (what every answer has in common), `core` and `operations` (the API
and the modules of what one may ask: `pages` first), `parameters`, `listing` and `cursors` (how it is asked),
`page_types` and `openapi` (the promise), `searching` and `tables` (what other rooms bring), `retiring` (what will go).
"""
