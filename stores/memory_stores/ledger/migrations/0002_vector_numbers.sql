-- The number of a vector is never given again: an index that has seen it asks for later ones only.

CREATE TABLE new_vectors (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL CHECK (collection IN ('memories', 'turns')),
    owner      INTEGER NOT NULL,         -- memories.number or turns.position
    model      TEXT NOT NULL,
    vector     BLOB NOT NULL,            -- little-endian float32, length 1
    UNIQUE (collection, owner, model)
) STRICT;

INSERT INTO new_vectors SELECT number, collection, owner, model, vector FROM vectors;
DROP TABLE vectors;
ALTER TABLE new_vectors RENAME TO vectors;
