-- Groups of people beside those in the regulation whom a city or district helps in the same way (BJ18-33).
CREATE TABLE assistance_group (
    group_id blob NOT NULL CONSTRAINT assistance_group_group_id_type CHECK (length(group_id) = 16),
    name text NOT NULL CONSTRAINT assistance_group_name_given CHECK (name <> ''),
    issuer text NOT NULL CONSTRAINT assistance_group_issuer_given CHECK (issuer <> ''),
    document text NOT NULL CONSTRAINT assistance_group_document_given CHECK (document <> ''),
    since text NOT NULL CONSTRAINT assistance_group_since_type CHECK (since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(since) IS since),
    until text CONSTRAINT assistance_group_until_type CHECK (until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(until) IS until),
    area_code integer NOT NULL,
    made_at integer NOT NULL,
    made_by blob NOT NULL CONSTRAINT assistance_group_made_by_type CHECK (length(made_by) = 16),
    CONSTRAINT assistance_group_key PRIMARY KEY (group_id),
    CONSTRAINT assistance_group_days_in_order CHECK (until >= since)
) STRICT, WITHOUT ROWID;
