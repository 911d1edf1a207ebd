-- What the database knows of itself: the check value of its keys, among others.
CREATE TABLE setting (
    name text NOT NULL CONSTRAINT setting_name_given CHECK (name <> ''),
    content bytea NOT NULL,
    CONSTRAINT setting_key PRIMARY KEY (name)
);
