"""`make bench`: how fast we answer, against stock Wagtail and against a web server with the same bytes on disk.

`filling` puts the same stories into both sites, `questions` says what is asked, `measuring` asks it in rounds, `floors`
says what is promised, `report` writes down what came out. `growth` asks some of it again of larger and larger sites.
"""
