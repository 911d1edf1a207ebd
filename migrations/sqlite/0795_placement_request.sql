-- That somebody is to be placed in a public-welfare post (BJ18-30), for another person to confirm: by whom and when it was
-- asked for, and who decided. Hours, pay, reasons and what was decided with are sealed. Whether the person is placed stands
-- in the ledger, in the entry named here.
CREATE TABLE placement_request (
    subject_id blob NOT NULL CONSTRAINT placement_request_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT placement_request_of_subject REFERENCES subject (subject_id),
    request_id blob NOT NULL CONSTRAINT placement_request_request_id_type CHECK (length(request_id) = 16),
    state text NOT NULL CONSTRAINT placement_request_state_known CHECK (state IN ('asked', 'confirmed', 'sent_back', 'withdrawn')),
    post_id blob NOT NULL CONSTRAINT placement_request_post_id_type CHECK (length(post_id) = 16)
        CONSTRAINT placement_request_of_post REFERENCES public_post (post_id),
    on_day text NOT NULL CONSTRAINT placement_request_on_day_type CHECK (on_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(on_day) IS on_day),
    last_day text NOT NULL CONSTRAINT placement_request_last_day_type CHECK (last_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(last_day) IS last_day),
    content blob NOT NULL,
    asked_at integer NOT NULL,
    asked_by blob NOT NULL CONSTRAINT placement_request_asked_by_type CHECK (length(asked_by) = 16),
    decided_at integer,
    decided_by blob CONSTRAINT placement_request_decided_by_type CHECK (length(decided_by) = 16),
    words blob,
    placed_entry blob CONSTRAINT placement_request_placed_entry_type CHECK (length(placed_entry) = 16),
    CONSTRAINT placement_request_key PRIMARY KEY (subject_id, request_id),
    CONSTRAINT placement_request_ends_after_it_begins CHECK (on_day < last_day),
    CONSTRAINT placement_request_decided_by_another CHECK (state NOT IN ('confirmed', 'sent_back') OR decided_by <> asked_by),
    CONSTRAINT placement_request_carried_out CHECK ((state = 'confirmed') = (placed_entry IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX placement_request_by_state ON placement_request (state, asked_at);
