-- Which department keeps the register of employment and unemployment for the people of an office, as whoever delivered a
-- letter named it last; and to which department each letter was delivered.
CREATE TABLE registry (
    office_id uuid NOT NULL
        CONSTRAINT registry_of_office REFERENCES office (office_id),
    name text NOT NULL CONSTRAINT registry_name_given CHECK (name <> ''),
    named_at bigint NOT NULL,
    named_by uuid NOT NULL,
    CONSTRAINT registry_key PRIMARY KEY (office_id)
);

ALTER TABLE stop_notice ADD COLUMN registry text CONSTRAINT stop_notice_registry_given CHECK (registry <> '');
