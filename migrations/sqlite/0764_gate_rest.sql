-- A gate that rests: people looked at what it lets do, and decided otherwise. It rests until a day, as long as nothing new
-- is recorded of the person; after an objection that was upheld, until it has closed and opens anew.
CREATE TABLE gate_rest (
    subject_id blob NOT NULL CONSTRAINT gate_rest_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT gate_rest_of_subject REFERENCES subject (subject_id),
    clause text NOT NULL CONSTRAINT gate_rest_clause_given CHECK (clause <> ''),
    because text NOT NULL CONSTRAINT gate_rest_because_known CHECK (because IN ('spared', 'refused', 'upheld')),
    decided_on text NOT NULL CONSTRAINT gate_rest_decided_on_type CHECK (decided_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(decided_on) IS decided_on),
    rests_until text NOT NULL CONSTRAINT gate_rest_rests_until_type CHECK (rests_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(rests_until) IS rests_until),
    entries_seen integer CONSTRAINT gate_rest_entries_seen_count CHECK (entries_seen >= 0),
    CONSTRAINT gate_rest_key PRIMARY KEY (subject_id, clause),
    CONSTRAINT gate_rest_entries_seen_given CHECK ((because = 'upheld') = (entries_seen IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX gate_rest_by_day ON gate_rest (rests_until, subject_id);

INSERT INTO gate_rest (subject_id, clause, because, decided_on, rests_until)
SELECT stop_objection.subject_id, clause, 'upheld', max(received_on), '9999-12-31'
FROM stop_objection JOIN stop_case ON stop_case.subject_id = stop_objection.subject_id
    AND stop_case.case_id = stop_objection.case_id
WHERE outcome = 'upheld' GROUP BY stop_objection.subject_id, clause;
