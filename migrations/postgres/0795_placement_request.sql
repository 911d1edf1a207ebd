-- That somebody is to be placed in a public-welfare post (BJ18-30), for another person to confirm: by whom and when it was
-- asked for, and who decided. Hours, pay, reasons and what was decided with are sealed. Whether the person is placed stands
-- in the ledger, in the entry named here.
CREATE TABLE placement_request (
    subject_id uuid NOT NULL
        CONSTRAINT placement_request_of_subject REFERENCES subject (subject_id),
    request_id uuid NOT NULL,
    state text NOT NULL CONSTRAINT placement_request_state_known CHECK (state IN ('asked', 'confirmed', 'sent_back', 'withdrawn')),
    post_id uuid NOT NULL
        CONSTRAINT placement_request_of_post REFERENCES public_post (post_id),
    on_day date NOT NULL,
    last_day date NOT NULL,
    content bytea NOT NULL,
    asked_at bigint NOT NULL,
    asked_by uuid NOT NULL,
    decided_at bigint,
    decided_by uuid,
    words bytea,
    placed_entry uuid,
    CONSTRAINT placement_request_key PRIMARY KEY (subject_id, request_id),
    CONSTRAINT placement_request_ends_after_it_begins CHECK (on_day < last_day),
    CONSTRAINT placement_request_decided_by_another CHECK (state NOT IN ('confirmed', 'sent_back') OR decided_by <> asked_by),
    CONSTRAINT placement_request_carried_out CHECK ((state = 'confirmed') = (placed_entry IS NOT NULL))
);

CREATE INDEX placement_request_by_state ON placement_request (state, asked_at);
