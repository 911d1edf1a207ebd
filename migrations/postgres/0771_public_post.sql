-- A public-welfare post that an organisation offers: what kind, how many places, for how long. Nothing personal.
CREATE TABLE public_post (
    post_id uuid NOT NULL,
    office_code bigint NOT NULL,
    organisation text NOT NULL CONSTRAINT public_post_organisation_given CHECK (organisation <> ''),
    kind text NOT NULL CONSTRAINT public_post_kind_given CHECK (kind <> ''),
    places bigint NOT NULL CONSTRAINT public_post_places_count CHECK (places >= 0),
    months bigint NOT NULL CONSTRAINT public_post_months_count CHECK (months > 0),
    hours text NOT NULL,
    pay text NOT NULL,
    note text NOT NULL,
    opened_on date NOT NULL,
    closed_on date,
    changed_at bigint NOT NULL,
    changed_by uuid NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT public_post_key PRIMARY KEY (post_id)
);

CREATE INDEX public_post_by_office ON public_post (office_code, closed_on);
