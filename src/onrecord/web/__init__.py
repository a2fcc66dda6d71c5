"""The page: a record to look at in a browser, on this machine.

    app.py        routes                  room.py       the open record, its columns, what was worked out before
    contexts/     what each page holds    pages/        one module for each page: request in, context out
    links.py      stable addresses        marks.py      an article's text cut into runs
    templates/    contexts as HTML        openapi.py    contexts as JSON, described
    security.py   who may read            feed.py       a search as Atom

Every page is a typed context; its template, its JSON twin and its description all come from that one type.
"""
