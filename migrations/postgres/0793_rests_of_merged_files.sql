-- What was weighed when an objection was upheld is weighed for the person: the gate rests in the file that goes on as it
-- did in the one that was merged into it.
INSERT INTO gate_rest (subject_id, clause, because, decided_on, rests_until)
SELECT person.merged_into, gone.clause, 'upheld', max(gone.decided_on), max(gone.rests_until)
FROM gate_rest AS gone JOIN person ON person.subject_id = gone.subject_id
WHERE gone.because = 'upheld' AND person.merged_into IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM gate_rest AS own
        WHERE own.subject_id = person.merged_into AND own.clause = gone.clause)
GROUP BY person.merged_into, gone.clause;
