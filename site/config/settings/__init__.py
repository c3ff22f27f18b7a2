"""Settings by topic. Three entries compose them: `production`, `demo` and `test`.

Every environment variable is declared in `env.py`, and nowhere else.
"""
