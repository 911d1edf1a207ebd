-- Who answered for a duty when it fell overdue, where it was handed to somebody else afterwards: whoever receives a person
-- answers for the duty, and the figures say how much of it was overdue before it came. Few duties have it; both indexes hold
-- only these, so that settling any other writes no place more.
ALTER TABLE duty ADD COLUMN fell_office_code integer;
ALTER TABLE duty ADD COLUMN fell_officer_id blob CONSTRAINT duty_fell_officer_id_type CHECK (length(fell_officer_id) = 16) CONSTRAINT duty_fell_at_an_office CHECK (fell_officer_id IS NULL OR fell_office_code IS NOT NULL);
UPDATE duty SET
    fell_office_code = (SELECT handover.from_office_code FROM handover
        WHERE handover.subject_id = duty.subject_id AND handover.from_office_code IS NOT NULL
            AND date(handover.handed_at / 1000000 + 28800, 'unixepoch') > duty.due_day ORDER BY handover.handed_at LIMIT 1),
    fell_officer_id = (SELECT handover.from_officer_id FROM handover
        WHERE handover.subject_id = duty.subject_id AND handover.from_office_code IS NOT NULL
            AND date(handover.handed_at / 1000000 + 28800, 'unixepoch') > duty.due_day ORDER BY handover.handed_at LIMIT 1)
    WHERE EXISTS (SELECT 1 FROM handover
        WHERE handover.subject_id = duty.subject_id AND handover.from_office_code IS NOT NULL
            AND date(handover.handed_at / 1000000 + 28800, 'unixepoch') > duty.due_day
            AND (duty.state = 'open' OR duty.settled_on >= date(handover.handed_at / 1000000 + 28800, 'unixepoch')));
CREATE INDEX fallen_duty_by_office ON duty (office_code, officer_id, state, due_day, fell_office_code, fell_officer_id) WHERE fell_office_code IS NOT NULL;
CREATE INDEX fallen_duty_at_office ON duty (fell_office_code, fell_officer_id, state, office_code, officer_id) WHERE fell_office_code IS NOT NULL;
