-- A public-welfare post that an organisation offers: what kind, how many places, for how long. Nothing personal.
CREATE TABLE public_post (
    post_id blob NOT NULL CONSTRAINT public_post_post_id_type CHECK (length(post_id) = 16),
    office_code integer NOT NULL,
    organisation text NOT NULL CONSTRAINT public_post_organisation_given CHECK (organisation <> ''),
    kind text NOT NULL CONSTRAINT public_post_kind_given CHECK (kind <> ''),
    places integer NOT NULL CONSTRAINT public_post_places_count CHECK (places >= 0),
    months integer NOT NULL CONSTRAINT public_post_months_count CHECK (months > 0),
    hours text NOT NULL,
    pay text NOT NULL,
    note text NOT NULL,
    opened_on text NOT NULL CONSTRAINT public_post_opened_on_type CHECK (opened_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(opened_on) IS opened_on),
    closed_on text CONSTRAINT public_post_closed_on_type CHECK (closed_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(closed_on) IS closed_on),
    changed_at integer NOT NULL,
    changed_by blob NOT NULL CONSTRAINT public_post_changed_by_type CHECK (length(changed_by) = 16),
    version integer NOT NULL,
    CONSTRAINT public_post_key PRIMARY KEY (post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX public_post_by_office ON public_post (office_code, closed_on);
