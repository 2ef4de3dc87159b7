-- Revisions and turns in two layers: links, which are never changed and hold commitments only, and
-- contents, which an erasure can destroy without breaking the chain of the links.

DROP TRIGGER revisions_stay;
DROP TRIGGER revisions_are_kept;
ALTER TABLE revisions RENAME TO old_revisions;

CREATE TABLE revisions (
    number      INTEGER PRIMARY KEY,
    memory_id   TEXT NOT NULL,
    version     INTEGER NOT NULL,
    op          TEXT NOT NULL CHECK (op IN ('add', 'update', 'supersede', 'retract', 'reinforce',
                                            'fade', 'restore', 'erase')),
    actor       TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    cause       TEXT,                    -- turns.id, of a turn that may be erased since
    cause_start INTEGER,                 -- the words of it, where known
    cause_end   INTEGER,
    displaced   INTEGER REFERENCES revisions (number),
    commitment  BLOB NOT NULL,           -- to its content, keyed with the content's nonce
    link        BLOB NOT NULL,           -- hash of the above and of the link before it
    UNIQUE (memory_id, version)
) STRICT;

CREATE INDEX revisions_by_memory ON revisions (memory_id, recorded_at);
CREATE INDEX revisions_by_cause ON revisions (cause) WHERE cause IS NOT NULL;

CREATE TRIGGER revisions_stay BEFORE UPDATE ON revisions
BEGIN SELECT raise(ABORT, 'revisions are append-only'); END;

CREATE TRIGGER revisions_are_kept BEFORE DELETE ON revisions
BEGIN SELECT raise(ABORT, 'revisions are append-only'); END;

-- The content of a revision: the whole memory after it, and why. Gone once it is erased.
CREATE TABLE states (
    number     INTEGER PRIMARY KEY REFERENCES revisions (number),
    nonce      BLOB,                     -- null where words were struck out of the reason
    reason     TEXT NOT NULL,
    kind       TEXT NOT NULL,
    text       TEXT NOT NULL,
    status     TEXT NOT NULL,
    confidence REAL NOT NULL,
    subject    TEXT,
    predicate  TEXT,
    object     TEXT,
    polarity   INTEGER NOT NULL,
    valid_from INTEGER,
    valid_to   INTEGER,
    pinned     INTEGER NOT NULL,
    turn_id    TEXT REFERENCES turns (id),
    span_start INTEGER,
    span_end   INTEGER
) STRICT;

CREATE INDEX states_by_turn ON states (turn_id) WHERE turn_id IS NOT NULL;

CREATE TRIGGER states_stay BEFORE UPDATE ON states WHEN new.nonce IS NOT NULL
BEGIN SELECT raise(ABORT, 'states change in an erasure only'); END;

CREATE TABLE turn_links (
    position    INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    accepted_at INTEGER NOT NULL,
    commitment  BLOB NOT NULL,
    link        BLOB NOT NULL
) STRICT;

CREATE TRIGGER turn_links_stay BEFORE UPDATE ON turn_links
BEGIN SELECT raise(ABORT, 'links are append-only'); END;

CREATE TRIGGER turn_links_are_kept BEFORE DELETE ON turn_links
BEGIN SELECT raise(ABORT, 'links are append-only'); END;

ALTER TABLE turns ADD COLUMN nonce BLOB;  -- null where words were struck out of the text

CREATE TRIGGER turns_stay BEFORE UPDATE ON turns
WHEN old.nonce IS NOT NULL AND new.nonce IS NOT NULL
BEGIN SELECT raise(ABORT, 'turns change in an erasure only'); END;

-- What was erased, and how it was proven. Holds no content.
CREATE TABLE erasures (
    number      INTEGER PRIMARY KEY,
    begun_at    INTEGER NOT NULL,
    finished_at INTEGER,                 -- null: the process died before the proof
    struck      TEXT NOT NULL,           -- revisions and turns that lost words, as JSON
    receipt     TEXT                     -- as JSON
) STRICT;

-- What was put into which prompt, for `replay`
CREATE TABLE contexts (
    number   INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    at       INTEGER NOT NULL,
    query    TEXT NOT NULL,
    budget   INTEGER NOT NULL,
    filters  TEXT NOT NULL,
    revision INTEGER NOT NULL,           -- the newest revision that it could show
    text     TEXT NOT NULL,
    tokens   INTEGER NOT NULL,
    memories TEXT NOT NULL,
    turns    TEXT NOT NULL
) STRICT;

-- Indexes that are told the text when a row goes: those of 0001, which were not, only hid its terms.
DROP TABLE memories_text;
DROP TABLE turns_text;
CREATE VIRTUAL TABLE memories_text USING fts5 (
    text, content = 'memories', content_rowid = 'number',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE turns_text USING fts5 (
    text, content = 'turns', content_rowid = 'position',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO memories_text (memories_text, rank) VALUES ('secure-delete', 1);
INSERT INTO turns_text (turns_text, rank) VALUES ('secure-delete', 1);

-- `migrations/chain.py` fills revisions, states and turn_links here, and drops old_revisions.
-- A memory's number becomes that of its first revision, so that a rebuild gives it again.
