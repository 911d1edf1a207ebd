-- A gate that rests: people looked at what it lets do, and decided otherwise. It rests until a day, as long as nothing new
-- is recorded of the person; after an objection that was upheld, until it has closed and opens anew.
CREATE TABLE gate_rest (
    subject_id uuid NOT NULL
        CONSTRAINT gate_rest_of_subject REFERENCES subject (subject_id),
    clause text NOT NULL CONSTRAINT gate_rest_clause_given CHECK (clause <> ''),
    because text NOT NULL CONSTRAINT gate_rest_because_known CHECK (because IN ('spared', 'refused', 'upheld')),
    decided_on date NOT NULL,
    rests_until date NOT NULL,
    entries_seen bigint CONSTRAINT gate_rest_entries_seen_count CHECK (entries_seen >= 0),
    CONSTRAINT gate_rest_key PRIMARY KEY (subject_id, clause),
    CONSTRAINT gate_rest_entries_seen_given CHECK ((because = 'upheld') = (entries_seen IS NULL))
);

CREATE INDEX gate_rest_by_day ON gate_rest (rests_until, subject_id);

INSERT INTO gate_rest (subject_id, clause, because, decided_on, rests_until)
SELECT stop_objection.subject_id, clause, 'upheld', max(received_on), date '9999-12-31'
FROM stop_objection JOIN stop_case ON stop_case.subject_id = stop_objection.subject_id
    AND stop_case.case_id = stop_objection.case_id
WHERE outcome = 'upheld' GROUP BY stop_objection.subject_id, clause;
