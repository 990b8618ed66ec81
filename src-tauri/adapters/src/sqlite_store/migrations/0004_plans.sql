-- Plans of several steps; they go with their deployment. Each `sum` is SHA-256 of the columns before it, as in the
-- other tables. A forgotten plan stays, out of sight, until its undo has passed.
CREATE TABLE plan (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    deployment   INTEGER NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
    name         TEXT NOT NULL,
    changed_at   INTEGER NOT NULL,
    sum          BLOB NOT NULL CHECK (length(sum) = 32),
    forgotten_by INTEGER REFERENCES undo (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX plan_deployment ON plan (deployment);
CREATE INDEX plan_forgotten_by ON plan (forgotten_by);

-- What is done on a day ("2027-03-12", in the admin's zone). To install: the fingerprint of a license of the library
-- and the name of its file; the license may have been forgotten since. To remove: its number there and its UUID.
CREATE TABLE plan_step (
    plan        INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    place       INTEGER NOT NULL,
    day         TEXT NOT NULL,
    act         TEXT NOT NULL,
    license     INTEGER,
    fingerprint TEXT NOT NULL,
    name        TEXT NOT NULL,
    uuid        TEXT NOT NULL,
    sum         BLOB NOT NULL CHECK (length(sum) = 32),
    PRIMARY KEY (plan, place)
) STRICT, WITHOUT ROWID;
