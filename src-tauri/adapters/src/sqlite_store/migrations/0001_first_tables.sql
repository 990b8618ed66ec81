-- Preferences, by the name that the window gives them.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Local acts that can be taken back for a while. Times are seconds since 1970 in UTC.
CREATE TABLE undo (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    sentence TEXT NOT NULL,
    until    INTEGER NOT NULL
) STRICT;

-- The library. `sum` is SHA-256 of the two columns before it, since SQLite notices no changed byte by itself.
-- A forgotten license stays, out of sight, until its undo has passed.
CREATE TABLE license (
    fingerprint  TEXT PRIMARY KEY,
    text         BLOB NOT NULL,
    sum          BLOB NOT NULL CHECK (length(sum) = 32),
    kept_at      INTEGER NOT NULL,
    forgotten_by INTEGER REFERENCES undo (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX license_forgotten_by ON license (forgotten_by);

-- The names under which a license was seen, in that order.
CREATE TABLE license_name (
    fingerprint TEXT NOT NULL REFERENCES license (fingerprint) ON DELETE CASCADE,
    name        TEXT NOT NULL,
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (fingerprint, name)
) STRICT;

-- Public keys that the user trusts beside the built-in ones, with a sum as above.
CREATE TABLE trusted_key (
    key_id   TEXT PRIMARY KEY,
    bytes    BLOB NOT NULL CHECK (length(bytes) = 32),
    sum      BLOB NOT NULL CHECK (length(sum) = 32),
    label    TEXT NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;
