"""The tables of a record.

    article 1-n passage, 1-n statement, 1-n figure  what the sources say, with all its revisions
    actor                                         who speaks, and who is spoken of
    chain                                         dates that one article owes to another: derived
    copy, utterance 1-n utterance_statement       derived by matching: dropped and rebuilt at will
    match_key, sketch, kin, stale                 what matching finds its way by: derived too
    judgement                                     what people decided: never rebuilt

Columns read well in any SQLite browser: spans of several parts and lists are JSON, all else is plain. Dates are ISO
8601 strings, offsets are code points ``[start, end)`` into ``article.text``.

SQL text holds neither a NUL nor a lone surrogate. Each such character stands as U+FFFD, one for one, so that offsets
stay right, and ``unstorable`` says what it was: ``{"column": [[offset, code point], ...]}``; see ``rows.py``.
"""

from sqlalchemy import Column, Connection, Float, ForeignKey, Index, Integer, MetaData, Table, Text, text

from onrecord.store import sqlite

VERSION = 5  # of the schema, in PRAGMA user_version; a change needs a step in migrations.py
metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

article = Table(
    "article",
    metadata,
    Column("row", Integer, nullable=False, unique=True),
    Column("id", Text, primary_key=True),
    Column("outlet", Text),
    Column("title", Text),
    Column("published", Text),  # the best single date
    Column("published_earliest", Text),
    Column("published_latest", Text),
    Column("source", Text, nullable=False),
    Column("url", Text),
    Column("author", Text),
    Column("language", Text),
    Column("unread", Text),
    Column("revision", Integer, nullable=False),
    Column("newest", Integer, nullable=False),  # 1 for the newest revision under its key, else 0
    Column("added", Text, nullable=False),  # when it was stored, UTC
    Column("captured", Text),
    Column("format", Text, nullable=False),
    Column("extractor", Text),
    Column("raw_hash", Text, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("key_hash", Text, nullable=False),
    Column("date_conflicts", Text),  # JSON list, or NULL when there are none
    Column("date_evidence", Text),  # JSON list of objects, or NULL
    Column("date_options", Text),  # JSON: [[first, last], ...] where several intervals are left open, or NULL
    Column("unstorable", Text),
    Column("text", Text, nullable=False),  # last: reading the columns before it does not touch its pages
    Index("article_revision", "key_hash", "revision", unique=True),
    Index("article_text", "key_hash", "text_hash", unique=True),
    Index("article_outlet", "outlet", "published"),
    Index("article_source", "source"),
)

passage = Table(
    "passage",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

actor = Table(
    "actor",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("known", Text),  # the name under which the table of actors has a person, or NULL
    Column("unstorable", Text),
)

figure = Table(
    "figure",
    metadata,
    Column("row", Integer, nullable=False, unique=True),
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # person or body
    Column("name", Text, nullable=False),  # the fullest form in the article
    Column("actor", Text, ForeignKey("actor.id")),  # NULL: judged to be no person
    Column("own", Text, nullable=False),  # the actor's id that the article alone gives
    Column("known", Text),
    Column("why", Text),
    Column("gender", Text, nullable=False),
    Column("roles", Text, nullable=False),  # JSON list of objects
    Column("nouns", Text, nullable=False),  # JSON list
    Column("mentions", Text, nullable=False),  # JSON: [[start, end], ...]
    Column("surname", Text, nullable=False),  # how the last name sounds: what is compared across articles
    Column("fresh", Integer, nullable=False),  # 1 until it is compared with the rest of the record
    Column("unstorable", Text),
    Index("figure_surname", "surname"),
    Index("figure_actor", "actor"),
    Index("figure_fresh", "fresh", sqlite_where=text("fresh = 1")),
)

chain = Table(
    "chain",
    metadata,
    Column("subject", Text, primary_key=True),  # id of a statement or an article whose dates another article gives
    Column("kind", Text, nullable=False),  # "statement" or "article"
    Column("own", Text, nullable=False),  # JSON: the columns as the article alone gives them
    Column("via", Text, nullable=False),  # id of the statement that gives the date
)

statement = Table(
    "statement",
    metadata,
    Column("row", Integer, nullable=False, unique=True),
    Column("id", Text, primary_key=True),
    Column("article", Text, ForeignKey("article.id"), nullable=False),
    Column("position", Integer, nullable=False),  # order within the article
    Column("speaker_name", Text),
    Column("text", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("cue", Text),
    Column("speaker_text", Text),
    Column("speaker_how", Text),
    Column("speaker_role", Text),
    Column("speaker_affiliation", Text),
    Column("speaker_why", Text),
    Column("actor", Text, ForeignKey("actor.id")),
    Column("own_name", Text),  # speaker_name and actor as the article alone gives them
    Column("own_actor", Text),
    Column("said_earliest", Text),
    Column("said_latest", Text),
    Column("said_from", Text),
    Column("said_how", Text),
    Column("said_options", Text),  # JSON: [[first, last], ...] where several intervals are left open, or NULL
    Column("addressee", Text),
    Column("medium", Text),
    Column("venue", Text),
    Column("relay", Text),
    Column("passage", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("content", Text, nullable=False),  # JSON: [[start, end], ...], as are insertions and ellipses
    Column("insertions", Text),
    Column("ellipses", Text),
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("speaker_start", Integer),
    Column("speaker_end", Integer),
    Column("speaker_folded", Text),  # name, else text, without case and accents: what a search for a speaker sees
    Column("unstorable", Text),
    Index("statement_article", "article", "position", unique=True),
    Index("statement_speaker", "speaker_name"),
    Index("statement_actor", "actor"),
    Index("statement_own_actor", "own_actor", "article"),
)

copy = Table(
    "copy",
    metadata,
    Column("article", Text, ForeignKey("article.id"), primary_key=True),
    Column("original", Text, ForeignKey("article.id"), nullable=False),
    Column("share", Float),  # part of the copy's text that stands in the original, 0 to 1
    Column("reason", Text),  # why that one is taken for the original
    Index("copy_original", "original"),
)

utterance = Table(
    "utterance",
    metadata,
    Column("row", Integer, nullable=False, unique=True),
    Column("id", Text, primary_key=True),
    Column("speaker", Text),
    Column("witness", Text, ForeignKey("statement.id"), nullable=False),
    Column("earliest", Text),
    Column("latest", Text),
    Column("family", Text),  # the same for all utterances whose statements are linked, or that repeat one line
    Column("talking_point", Text),  # the same for utterances in which a speaker says one line on several occasions
    Column("unstorable", Text),
    Index("utterance_family", "family"),
    Index("utterance_point", "talking_point"),
    Index("utterance_time", "earliest", "id"),
)

utterance_statement = Table(
    "utterance_statement",
    metadata,
    Column("statement", Text, ForeignKey("statement.id"), primary_key=True),
    Column("utterance", Text, ForeignKey("utterance.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("joined_to", Text),  # id of the statement to which a link joined it, towards the first one
    Column("joined_score", Float),  # of that link: 1 is just enough
    Column("joined_why", Text),  # JSON list: its reasons
    Column("distance", Float),  # of its words from the witness's, 0 to 1; NULL until they are compared
    Column("classes", Text),  # JSON list: how they differ; NULL of the witness itself
    Index("utterance_statement_order", "utterance", "position", unique=True),
    Index("utterance_statement_uncompared", "statement", sqlite_where=text("distance IS NULL")),
)

match_key = Table(
    "match_key",
    metadata,
    Column("key", Integer, primary_key=True),  # hash of a speaker and a stem, or of a run of words
    Column("day", Integer, primary_key=True),  # ordinal of the first day on which it may have been said; 0: any
    Column("statement", Integer, primary_key=True),  # row of the statement
    sqlite_with_rowid=False,
)

sketch = Table(
    "sketch",
    metadata,
    Column("shingle", Integer, primary_key=True),  # hash of a run of words
    Column("article", Integer, primary_key=True),  # row of the article
    sqlite_with_rowid=False,
)

sketched = Table(
    "sketched",
    metadata,
    Column("article", Integer, primary_key=True),  # row of the article
    Column("size", Integer, nullable=False),  # number of its shingles in sketch
    Column("topic", Text, nullable=False),  # the words that tell it best, parted by spaces
)

kin = Table(
    "kin",
    metadata,
    Column("article", Text, primary_key=True),
    Column("family", Text, nullable=False),  # the same for all articles that share most of their text
    Index("kin_family", "family"),
)

stale = Table(
    "stale",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # statement or article
    Column("id", Text, nullable=False),  # what is to be matched anew; it may be gone
    Index("stale_kind", "kind", "id"),
    sqlite_autoincrement=True,
)

judgement = Table(
    "judgement",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subjects", Text, nullable=False),  # JSON list of ids; they need not exist at every moment
    Column("value", Text),
    Column("who", Text),
    Column("at", Text, nullable=False),  # UTC
    Column("undone", Text),  # UTC, or NULL while it holds
    Column("unstorable", Text),
)

_REFUSED = """SELECT named.value FROM judgement JOIN json_each(judgement.subjects) AS named
        WHERE judgement.kind = 'no statement' AND judgement.undone IS NULL"""
VIEWS = (
    f"""
    CREATE VIEW statement_list AS
    SELECT statement.speaker_name AS speaker, statement.text, statement.form, article.outlet, article.published,
           statement.said_earliest, statement.said_latest, statement.speaker_role AS role,
           statement.speaker_affiliation AS affiliation, article.title, article.source, statement.confidence,
           utterance_statement.utterance, statement.id AS statement, article.id AS article
    FROM statement
    JOIN article ON article.id = statement.article
    LEFT JOIN utterance_statement ON utterance_statement.statement = statement.id
    WHERE article.newest = 1 AND statement.id NOT IN ({_REFUSED})
    """,
    f"""
    CREATE VIEW article_list AS
    SELECT article.outlet, article.published, article.title, article.source,
           (SELECT count(*) FROM statement WHERE statement.article = article.id AND statement.id NOT IN ({_REFUSED}))
               AS statements,
           copy.original AS copy_of, article.language, article.unread, article.date_conflicts, article.id AS article
    FROM article LEFT JOIN copy ON copy.article = article.id
    WHERE article.newest = 1
    """,
    f"""
    CREATE VIEW speaker_list AS
    SELECT statement.speaker_name AS speaker, count(*) AS statements,
           count(DISTINCT article.id) AS articles, count(DISTINCT article.outlet) AS outlets,
           min(article.published) AS first_published, max(article.published) AS last_published
    FROM statement JOIN article ON article.id = statement.article
    WHERE article.newest = 1 AND statement.speaker_name IS NOT NULL AND statement.id NOT IN ({_REFUSED})
    GROUP BY statement.speaker_name
    """,
)


_SPEAKERS = "speaker_name, actor, own_actor, form, text"
TRIGGERS = (  # whoever writes, what is to be matched anew is noted
    "CREATE TRIGGER statement_new AFTER INSERT ON statement BEGIN "
    "INSERT INTO stale (kind, id) VALUES ('statement', new.id); END",
    "CREATE TRIGGER statement_gone AFTER DELETE ON statement BEGIN "
    "INSERT INTO stale (kind, id) VALUES ('statement', old.id); END",
    f"CREATE TRIGGER statement_changed AFTER UPDATE OF {_SPEAKERS} ON statement "
    "WHEN new.speaker_name IS NOT old.speaker_name OR new.actor IS NOT old.actor OR new.text IS NOT old.text "
    "OR new.form IS NOT old.form BEGIN INSERT INTO stale (kind, id) VALUES ('statement', new.id); END",
    "CREATE TRIGGER utterance_left AFTER DELETE ON utterance_statement BEGIN "
    "INSERT INTO stale (kind, id) VALUES ('statement', old.statement); END",
    "CREATE TRIGGER article_new AFTER INSERT ON article BEGIN "
    "INSERT INTO stale (kind, id) VALUES ('article', new.id); END",
    "CREATE TRIGGER article_changed AFTER UPDATE OF newest, text ON article "
    "WHEN new.newest IS NOT old.newest OR new.text IS NOT old.text BEGIN "
    "INSERT INTO stale (kind, id) VALUES ('article', new.id); "
    "INSERT INTO stale (kind, id) SELECT 'statement', id FROM statement WHERE article = new.id; END",
    "CREATE TRIGGER passage_new AFTER INSERT ON passage BEGIN "
    "INSERT INTO stale (kind, id) SELECT 'article', new.article WHERE new.position = 0; END",
    "CREATE TRIGGER judgement_new AFTER INSERT ON judgement BEGIN "
    "INSERT INTO stale (kind, id) SELECT 'statement', value FROM json_each(new.subjects); END",
    "CREATE TRIGGER judgement_changed AFTER UPDATE ON judgement BEGIN "
    "INSERT INTO stale (kind, id) SELECT 'statement', value FROM json_each(new.subjects); END",
)


def create(connection: Connection) -> None:
    """Create every table, index, view, trigger and full-text index of the newest schema in an empty database."""
    metadata.create_all(connection, checkfirst=False)
    for sql in TRIGGERS:
        connection.exec_driver_sql(sql)
    for sql in (*sqlite.full_text("article", ("title", "text")), *sqlite.full_text("statement", ("text",)), *VIEWS):
        connection.exec_driver_sql(sql)
