-- Somebody's lost second factor, to be taken away once a second administrator consents. What became of it stands among
-- the acts.
CREATE TABLE second_factor_recovery (
    recovery_id blob NOT NULL CONSTRAINT second_factor_recovery_recovery_id_type CHECK (length(recovery_id) = 16),
    staff_id blob NOT NULL CONSTRAINT second_factor_recovery_staff_id_type CHECK (length(staff_id) = 16)
        CONSTRAINT second_factor_recovery_of_staff REFERENCES staff (staff_id),
    asked_by blob NOT NULL CONSTRAINT second_factor_recovery_asked_by_type CHECK (length(asked_by) = 16)
        CONSTRAINT second_factor_recovery_by_staff REFERENCES staff (staff_id),
    asked_at integer NOT NULL,
    loss text NOT NULL CONSTRAINT second_factor_recovery_loss_known CHECK (loss IN ('lost', 'replaced', 'broken')),
    CONSTRAINT second_factor_recovery_key PRIMARY KEY (recovery_id),
    CONSTRAINT second_factor_recovery_once UNIQUE (staff_id),
    CONSTRAINT second_factor_recovery_by_another CHECK (asked_by <> staff_id)
) STRICT;
