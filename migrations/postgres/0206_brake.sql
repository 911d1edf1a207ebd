-- What slows guessing: failures in a row by user name and by remote address, each under a keyed digest, so
-- that names that do not exist are slowed alike and none can be read here.
CREATE TABLE brake (
    lookup bytea NOT NULL CONSTRAINT brake_lookup_whole CHECK (length(lookup) = 32),
    failures bigint NOT NULL CONSTRAINT brake_failures_counted CHECK (failures >= 0),
    waits bigint NOT NULL CONSTRAINT brake_waits_counted CHECK (waits >= 0),
    first_at bigint NOT NULL,
    last_at bigint NOT NULL,
    until_at bigint NOT NULL,
    CONSTRAINT brake_key PRIMARY KEY (lookup)
);
