-- What a vector index outside this file has still to be told: that the vector of an owner by a model
-- is to be looked at again. One row each, in the transaction of whatever changed it; none are
-- written until such an index sets the key 'outbox' in meta. Holds no content.
CREATE TABLE outbox (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL,
    owner      INTEGER NOT NULL,         -- memories.number or turns.position
    model      TEXT NOT NULL
) STRICT;

CREATE INDEX outbox_by_owner ON outbox (collection, owner, model);

-- Deleted first, not replaced: a trigger takes on the conflict policy of what fires it, and a row
-- must get a new number, because whoever read the old one deletes up to that.
CREATE TRIGGER outbox_vector_added AFTER INSERT ON vectors
WHEN EXISTS (SELECT 1 FROM meta WHERE key = 'outbox')
BEGIN
    DELETE FROM outbox
    WHERE collection = new.collection AND owner = new.owner AND model = new.model;
    INSERT INTO outbox (collection, owner, model) VALUES (new.collection, new.owner, new.model);
END;

CREATE TRIGGER outbox_vector_changed AFTER UPDATE OF vector ON vectors
WHEN EXISTS (SELECT 1 FROM meta WHERE key = 'outbox')
BEGIN
    DELETE FROM outbox
    WHERE collection = new.collection AND owner = new.owner AND model = new.model;
    INSERT INTO outbox (collection, owner, model) VALUES (new.collection, new.owner, new.model);
END;

CREATE TRIGGER outbox_vector_gone AFTER DELETE ON vectors
WHEN EXISTS (SELECT 1 FROM meta WHERE key = 'outbox')
BEGIN
    DELETE FROM outbox
    WHERE collection = old.collection AND owner = old.owner AND model = old.model;
    INSERT INTO outbox (collection, owner, model) VALUES (old.collection, old.owner, old.model);
END;

-- Only current memories are searched. A rebuild deletes and inserts them under their numbers.
CREATE TRIGGER outbox_memory_added AFTER INSERT ON memories
WHEN EXISTS (SELECT 1 FROM meta WHERE key = 'outbox')
BEGIN
    DELETE FROM outbox WHERE collection = 'memories' AND owner = new.number;
    INSERT INTO outbox (collection, owner, model)
    SELECT collection, owner, model FROM vectors
    WHERE collection = 'memories' AND owner = new.number;
END;

CREATE TRIGGER outbox_memory_changed AFTER UPDATE OF status ON memories
WHEN (old.status = 'current') <> (new.status = 'current')
    AND EXISTS (SELECT 1 FROM meta WHERE key = 'outbox')
BEGIN
    DELETE FROM outbox WHERE collection = 'memories' AND owner = new.number;
    INSERT INTO outbox (collection, owner, model)
    SELECT collection, owner, model FROM vectors
    WHERE collection = 'memories' AND owner = new.number;
END;

CREATE TRIGGER outbox_memory_gone AFTER DELETE ON memories
WHEN EXISTS (SELECT 1 FROM meta WHERE key = 'outbox')
BEGIN
    DELETE FROM outbox WHERE collection = 'memories' AND owner = old.number;
    INSERT INTO outbox (collection, owner, model)
    SELECT collection, owner, model FROM vectors
    WHERE collection = 'memories' AND owner = old.number;
END;
