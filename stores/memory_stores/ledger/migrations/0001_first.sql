-- The first schema. Moments are microseconds since 1970 in UTC. `user_id` leads every key by
-- being the file: one database holds one user.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- The ledger: turns and revisions, the only truth -----------------------------------------------

CREATE TABLE turns (
    position    INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    key         BLOB UNIQUE,             -- keyed hash of the archive's own id; null: none
    session_id  TEXT NOT NULL,
    role        TEXT NOT NULL CHECK (role IN ('user', 'assistant', 'tool', 'system')),
    name        TEXT,
    agent_id    TEXT,
    text        TEXT NOT NULL,
    said_at     INTEGER NOT NULL,
    said_offset INTEGER NOT NULL,        -- seconds east of UTC where it was said
    accepted_at INTEGER NOT NULL,
    metadata    TEXT NOT NULL
) STRICT;

CREATE INDEX turns_by_session ON turns (session_id, position);

CREATE TABLE revisions (
    number      INTEGER PRIMARY KEY,
    memory_id   TEXT NOT NULL,
    version     INTEGER NOT NULL,
    op          TEXT NOT NULL CHECK (op IN ('add', 'update', 'supersede', 'retract', 'reinforce',
                                            'fade', 'restore', 'erase')),
    reason      TEXT NOT NULL,
    actor       TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    state       TEXT NOT NULL,           -- the whole memory after it, as JSON
    cause       TEXT REFERENCES turns (id),
    displaced   INTEGER REFERENCES revisions (number),
    UNIQUE (memory_id, version)
) STRICT;

CREATE TRIGGER revisions_stay BEFORE UPDATE ON revisions
BEGIN SELECT raise(ABORT, 'revisions are append-only'); END;

CREATE TRIGGER revisions_are_kept BEFORE DELETE ON revisions
BEGIN SELECT raise(ABORT, 'revisions are append-only'); END;

-- What was proposed and not stored, and why
CREATE TABLE ignored (
    number      INTEGER PRIMARY KEY,
    cause       TEXT NOT NULL REFERENCES turns (id),
    span_start  INTEGER NOT NULL,
    span_end    INTEGER NOT NULL,
    text        TEXT NOT NULL,
    rule        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;

-- Turns accepted and not yet digested
CREATE TABLE queue (
    position INTEGER PRIMARY KEY REFERENCES turns (position),
    infer    INTEGER NOT NULL CHECK (infer IN (0, 1))
) STRICT;

-- Projections: all of what follows can be made again from the above ------------------------------

CREATE TABLE memories (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    changed     INTEGER NOT NULL,        -- number of its newest revision
    version     INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    text        TEXT NOT NULL,
    status      TEXT NOT NULL,
    confidence  REAL NOT NULL,
    recorded_at INTEGER NOT NULL,
    subject     TEXT,
    predicate   TEXT,
    object      TEXT,
    polarity    INTEGER NOT NULL,
    valid_from  INTEGER,
    valid_to    INTEGER,
    pinned      INTEGER NOT NULL,
    turn_id     TEXT REFERENCES turns (id),
    span_start  INTEGER,
    span_end    INTEGER
) STRICT;

CREATE INDEX memories_by_slot ON memories (subject, predicate);
CREATE INDEX memories_by_change ON memories (changed);
CREATE INDEX memories_by_turn ON memories (turn_id);
CREATE INDEX memories_faded ON memories (id) WHERE status = 'faded';

CREATE TABLE entities (
    id   TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE relations (
    memory_id  TEXT PRIMARY KEY REFERENCES memories (id),
    subject    TEXT NOT NULL REFERENCES entities (id),
    predicate  TEXT NOT NULL,
    object     TEXT NOT NULL REFERENCES entities (id),
    valid_from INTEGER,
    valid_to   INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX relations_by_subject ON relations (subject);
CREATE INDEX relations_by_object ON relations (object);

CREATE TABLE vectors (
    number     INTEGER PRIMARY KEY,
    collection TEXT NOT NULL CHECK (collection IN ('memories', 'turns')),
    owner      INTEGER NOT NULL,         -- memories.number or turns.position
    model      TEXT NOT NULL,
    vector     BLOB NOT NULL,            -- little-endian float32, length 1
    UNIQUE (collection, owner, model)
) STRICT;

CREATE VIRTUAL TABLE memories_text USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE turns_text USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO memories_text (memories_text, rank) VALUES ('secure-delete', 1);
INSERT INTO turns_text (turns_text, rank) VALUES ('secure-delete', 1);
