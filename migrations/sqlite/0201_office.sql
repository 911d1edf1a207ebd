-- Offices of the four levels (BJ18-4), each under the twelve-digit code of its division.
CREATE TABLE office (
    office_id blob NOT NULL CONSTRAINT office_office_id_type CHECK (length(office_id) = 16),
    code integer NOT NULL CONSTRAINT office_code_twelve_digits CHECK (code BETWEEN 100000000000 AND 999999999999),
    level text NOT NULL CONSTRAINT office_level_known CHECK (level IN ('city', 'district', 'street', 'community')),
    parent_id blob CONSTRAINT office_parent_id_type CHECK (length(parent_id) = 16) CONSTRAINT office_with_parent REFERENCES office (office_id),
    name text NOT NULL CONSTRAINT office_name_given CHECK (name <> ''),
    address text NOT NULL,
    phone text NOT NULL,
    opened_on text NOT NULL CONSTRAINT office_opened_on_type CHECK (opened_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(opened_on) IS opened_on),
    closed_on text CONSTRAINT office_closed_on_type CHECK (closed_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(closed_on) IS closed_on),
    CONSTRAINT office_key PRIMARY KEY (office_id),
    CONSTRAINT office_closed_after_opened CHECK (closed_on >= opened_on)
) STRICT;

-- A division has one office that is open; one that was closed may have a successor.
CREATE UNIQUE INDEX office_open_code ON office (code) WHERE (closed_on IS NULL);
CREATE INDEX office_code ON office (code);

-- Where an office serves people, with the zones of BJ18-6.
CREATE TABLE outlet (
    outlet_id blob NOT NULL CONSTRAINT outlet_outlet_id_type CHECK (length(outlet_id) = 16),
    office_id blob NOT NULL CONSTRAINT outlet_office_id_type CHECK (length(office_id) = 16) CONSTRAINT outlet_with_office REFERENCES office (office_id),
    name text NOT NULL CONSTRAINT outlet_name_given CHECK (name <> ''),
    address text NOT NULL,
    zones text NOT NULL,
    opened_on text NOT NULL CONSTRAINT outlet_opened_on_type CHECK (opened_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(opened_on) IS opened_on),
    closed_on text CONSTRAINT outlet_closed_on_type CHECK (closed_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(closed_on) IS closed_on),
    CONSTRAINT outlet_key PRIMARY KEY (outlet_id),
    CONSTRAINT outlet_closed_after_opened CHECK (closed_on >= opened_on)
) STRICT;

CREATE INDEX outlet_of_office ON outlet (office_id);
