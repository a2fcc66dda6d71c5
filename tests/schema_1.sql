-- The tables of a record as OnRecord wrote them with schema 1, for the tests of what later schemas make of it.
PRAGMA application_id = 1332630117;
PRAGMA user_version = 1;

CREATE TABLE meta (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE article (
    "row" INTEGER NOT NULL,
    id TEXT NOT NULL,
    outlet TEXT,
    title TEXT,
    published TEXT,
    published_earliest TEXT,
    published_latest TEXT,
    source TEXT NOT NULL,
    url TEXT,
    author TEXT,
    language TEXT,
    unread TEXT,
    revision INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    added TEXT NOT NULL,
    captured TEXT,
    format TEXT NOT NULL,
    extractor TEXT,
    raw_hash TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    "key" TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    date_conflicts TEXT,
    date_evidence TEXT,
    unstorable TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE ("row")
);

CREATE INDEX article_source ON article (source);

CREATE UNIQUE INDEX article_text ON article (key_hash, text_hash);

CREATE INDEX article_outlet ON article (outlet, published);

CREATE UNIQUE INDEX article_revision ON article (key_hash, revision);

CREATE TABLE actor (
    id TEXT NOT NULL,
    name TEXT,
    unstorable TEXT,
    PRIMARY KEY (id)
);

CREATE TABLE judgement (
    "row" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subjects TEXT NOT NULL,
    value TEXT,
    who TEXT,
    at TEXT NOT NULL,
    undone TEXT,
    unstorable TEXT,
    PRIMARY KEY ("row")
);

CREATE TABLE passage (
    article TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (article, position),
    FOREIGN KEY(article) REFERENCES article (id)
);

CREATE TABLE statement (
    "row" INTEGER NOT NULL,
    id TEXT NOT NULL,
    article TEXT NOT NULL,
    position INTEGER NOT NULL,
    speaker_name TEXT,
    text TEXT NOT NULL,
    form TEXT NOT NULL,
    cue TEXT,
    speaker_text TEXT,
    speaker_how TEXT,
    speaker_role TEXT,
    speaker_affiliation TEXT,
    actor TEXT,
    said_earliest TEXT,
    said_latest TEXT,
    said_from TEXT,
    said_how TEXT,
    addressee TEXT,
    medium TEXT,
    venue TEXT,
    relay TEXT,
    passage TEXT NOT NULL,
    confidence FLOAT NOT NULL,
    content TEXT NOT NULL,
    insertions TEXT,
    ellipses TEXT,
    cue_start INTEGER,
    cue_end INTEGER,
    speaker_start INTEGER,
    speaker_end INTEGER,
    speaker_folded TEXT,
    unstorable TEXT,
    PRIMARY KEY (id),
    UNIQUE ("row"),
    FOREIGN KEY(article) REFERENCES article (id),
    FOREIGN KEY(actor) REFERENCES actor (id)
);

CREATE UNIQUE INDEX statement_article ON statement (article, position);

CREATE INDEX statement_speaker ON statement (speaker_name);

CREATE INDEX statement_actor ON statement (actor);

CREATE TABLE copy (
    article TEXT NOT NULL,
    original TEXT NOT NULL,
    PRIMARY KEY (article),
    FOREIGN KEY(article) REFERENCES article (id),
    FOREIGN KEY(original) REFERENCES article (id)
);

CREATE INDEX copy_original ON copy (original);

CREATE TABLE utterance (
    "row" INTEGER NOT NULL,
    id TEXT NOT NULL,
    speaker TEXT,
    witness TEXT NOT NULL,
    earliest TEXT,
    latest TEXT,
    unstorable TEXT,
    PRIMARY KEY (id),
    UNIQUE ("row"),
    FOREIGN KEY(witness) REFERENCES statement (id)
);

CREATE TABLE utterance_statement (
    statement TEXT NOT NULL,
    utterance TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (statement),
    FOREIGN KEY(statement) REFERENCES statement (id),
    FOREIGN KEY(utterance) REFERENCES utterance (id)
);

CREATE UNIQUE INDEX utterance_statement_order ON utterance_statement (utterance, position);

CREATE VIRTUAL TABLE article_fts USING fts5(title, text, content="article", content_rowid="row", tokenize='unicode61 remove_diacritics 2');

CREATE TRIGGER article_fts_insert AFTER INSERT ON article BEGIN INSERT INTO article_fts (rowid, title, text) VALUES (new.row, new.title, new.text); END;

CREATE TRIGGER article_fts_delete AFTER DELETE ON article BEGIN INSERT INTO article_fts (article_fts, rowid, title, text) VALUES ('delete', old.row, old.title, old.text); END;

CREATE TRIGGER article_fts_update AFTER UPDATE OF row, title, text ON article BEGIN INSERT INTO article_fts (article_fts, rowid, title, text) VALUES ('delete', old.row, old.title, old.text); INSERT INTO article_fts (rowid, title, text) VALUES (new.row, new.title, new.text); END;

CREATE VIRTUAL TABLE statement_fts USING fts5(text, content="statement", content_rowid="row", tokenize='unicode61 remove_diacritics 2');

CREATE TRIGGER statement_fts_insert AFTER INSERT ON statement BEGIN INSERT INTO statement_fts (rowid, text) VALUES (new.row, new.text); END;

CREATE TRIGGER statement_fts_delete AFTER DELETE ON statement BEGIN INSERT INTO statement_fts (statement_fts, rowid, text) VALUES ('delete', old.row, old.text); END;

CREATE TRIGGER statement_fts_update AFTER UPDATE OF row, text ON statement BEGIN INSERT INTO statement_fts (statement_fts, rowid, text) VALUES ('delete', old.row, old.text); INSERT INTO statement_fts (rowid, text) VALUES (new.row, new.text); END;

CREATE VIEW statement_list AS
    SELECT statement.speaker_name AS speaker, statement.text, statement.form, article.outlet, article.published,
           statement.said_earliest, statement.said_latest, statement.speaker_role AS role,
           statement.speaker_affiliation AS affiliation, article.title, article.source, statement.confidence,
           utterance_statement.utterance, statement.id AS statement, article.id AS article
    FROM statement
    JOIN article ON article.id = statement.article
    LEFT JOIN utterance_statement ON utterance_statement.statement = statement.id
    WHERE article.newest = 1;

CREATE VIEW article_list AS
    SELECT article.outlet, article.published, article.title, article.source,
           (SELECT count(*) FROM statement WHERE statement.article = article.id) AS statements,
           copy.original AS copy_of, article.language, article.unread, article.date_conflicts, article.id AS article
    FROM article LEFT JOIN copy ON copy.article = article.id
    WHERE article.newest = 1;

CREATE VIEW speaker_list AS
    SELECT statement.speaker_name AS speaker, count(*) AS statements,
           count(DISTINCT article.id) AS articles, count(DISTINCT article.outlet) AS outlets,
           min(article.published) AS first_published, max(article.published) AS last_published
    FROM statement JOIN article ON article.id = statement.article
    WHERE article.newest = 1 AND statement.speaker_name IS NOT NULL
    GROUP BY statement.speaker_name;
