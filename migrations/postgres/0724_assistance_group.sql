-- Groups of people beside those in the regulation whom a city or district helps in the same way (BJ18-33).
CREATE TABLE assistance_group (
    group_id uuid NOT NULL,
    name text NOT NULL CONSTRAINT assistance_group_name_given CHECK (name <> ''),
    issuer text NOT NULL CONSTRAINT assistance_group_issuer_given CHECK (issuer <> ''),
    document text NOT NULL CONSTRAINT assistance_group_document_given CHECK (document <> ''),
    since date NOT NULL,
    until date,
    area_code bigint NOT NULL,
    made_at bigint NOT NULL,
    made_by uuid NOT NULL,
    CONSTRAINT assistance_group_key PRIMARY KEY (group_id),
    CONSTRAINT assistance_group_days_in_order CHECK (until >= since)
);
