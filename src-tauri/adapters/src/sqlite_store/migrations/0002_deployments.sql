-- The deployments of the list; no secret is here. `name_folded` is the name in lower case, as SQLite's own comparison
-- knows only ASCII. `sum` is SHA-256 of the columns before it, parted by a zero byte.
-- A forgotten deployment stays, out of sight, until its undo has passed and the keychain has erased its secrets: only
-- then is its row erased, so that a crash in between leaves no token behind.
CREATE TABLE deployment (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    name               TEXT NOT NULL,
    name_folded        TEXT NOT NULL,
    hue                INTEGER NOT NULL,
    origin             TEXT NOT NULL,
    deployment_id      TEXT,
    added_at           INTEGER NOT NULL,
    session            TEXT NOT NULL,
    ca_file            TEXT,
    client_certificate TEXT,
    client_key         TEXT,
    proxy              TEXT,
    headers            TEXT NOT NULL,
    secret_headers     TEXT NOT NULL,
    sum                BLOB NOT NULL CHECK (length(sum) = 32),
    place              INTEGER NOT NULL,
    forgotten_until    INTEGER,
    forgotten_by       INTEGER REFERENCES undo (id) ON DELETE SET NULL
) STRICT;

CREATE UNIQUE INDEX deployment_name ON deployment (name_folded) WHERE forgotten_until IS NULL;
CREATE UNIQUE INDEX deployment_origin ON deployment (origin) WHERE forgotten_until IS NULL;
CREATE INDEX deployment_forgotten_by ON deployment (forgotten_by);

-- The last answer of each kind, as received, with a sum as above.
CREATE TABLE answer (
    deployment  INTEGER NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
    kind        TEXT NOT NULL,
    json        TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    sum         BLOB NOT NULL CHECK (length(sum) = 32),
    PRIMARY KEY (deployment, kind)
) STRICT;
