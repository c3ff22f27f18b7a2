"""The JSON API: published pages, as typed documents, for everybody.

Read in this order: `urls` (what there is), `door` (what every answer has in common), `operations` (the four
questions one may ask), `parameters` and `listing` (how they are asked), `page_types` and `openapi` (the promise),
`searching` and `tables` (what other rooms bring).
"""
