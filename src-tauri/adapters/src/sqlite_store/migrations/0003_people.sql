-- Seats and people of the deployments; they go with their deployment. Days are written "2026-11-23", as the admin's
-- zone had them. Each `sum` is SHA-256 of the columns before it, as in the other tables.

-- How many held a seat: a row a deployment and day. A row whose sum is wrong is no row.
CREATE TABLE seat_day (
    deployment INTEGER NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
    day        TEXT NOT NULL,
    active     INTEGER,
    dormant    INTEGER,
    suspended  INTEGER,
    seat_limit INTEGER,
    source     TEXT NOT NULL,
    taken_at   INTEGER NOT NULL,
    sum        BLOB NOT NULL CHECK (length(sum) = 32),
    PRIMARY KEY (deployment, day)
) STRICT, WITHOUT ROWID;

-- The days whose list of people is kept; only while the setting keep_names is "true".
CREATE TABLE person_list (
    deployment INTEGER NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
    day        TEXT NOT NULL,
    PRIMARY KEY (deployment, day)
) STRICT, WITHOUT ROWID;

-- What a person was from that day on, until that person's next row; without a status: no longer listed.
CREATE TABLE person_day (
    deployment      INTEGER NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
    user            TEXT NOT NULL,
    day             TEXT NOT NULL,
    username        TEXT NOT NULL,
    email           TEXT NOT NULL,
    status          TEXT,
    service_account INTEGER NOT NULL,
    sum             BLOB NOT NULL CHECK (length(sum) = 32),
    PRIMARY KEY (deployment, user, day)
) STRICT, WITHOUT ROWID;

-- Whom no plan proposes, as typed.
CREATE TABLE protected_person (
    deployment INTEGER NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    who        TEXT NOT NULL,
    sum        BLOB NOT NULL CHECK (length(sum) = 32),
    PRIMARY KEY (deployment, place)
) STRICT, WITHOUT ROWID;

-- Plans to reclaim seats, and how far each of their steps came. What is sent is noted before it is sent.
CREATE TABLE reclaim (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    deployment INTEGER NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
    made_at    INTEGER NOT NULL,
    sentence   TEXT NOT NULL,
    sum        BLOB NOT NULL CHECK (length(sum) = 32)
) STRICT;

CREATE INDEX reclaim_deployment ON reclaim (deployment);

CREATE TABLE reclaim_step (
    plan       INTEGER NOT NULL REFERENCES reclaim (id) ON DELETE CASCADE,
    user       TEXT NOT NULL,
    place      INTEGER NOT NULL,
    username   TEXT NOT NULL,
    email      TEXT NOT NULL,
    last_seen  INTEGER,
    state      TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    words      TEXT NOT NULL,
    sum        BLOB NOT NULL CHECK (length(sum) = 32),
    PRIMARY KEY (plan, user)
) STRICT, WITHOUT ROWID;
