"""What readers got is kept as bytes, and is given again for as long as nothing that could change it has changed.

`store.py` keeps and finds, `application.py` answers with what it finds before Django is asked, `generation.py` says
what a change is.
"""
