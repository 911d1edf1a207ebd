//! The tables of offices, staff, sessions, covers and acts.

/// Begins a statement that gives covers, each with who is away, who stands in, and the office of either.
macro_rules! cover_rows {
    ($rest:literal) => {
        concat!(
            "SELECT cover.cover_id, cover.staff_id, away.name AS staff_name, cover.covered_by,
            stand_in.name AS covered_by_name, away.office_id, office.code AS office_code,
            office.name AS office_name, base.code AS base_code, base.name AS base_name,
            cover.first_day, cover.last_day, cover.reason, cover.is_revoked
            FROM cover
            JOIN staff AS away ON away.staff_id = cover.staff_id
            JOIN staff AS stand_in ON stand_in.staff_id = cover.covered_by
            JOIN office ON office.office_id = away.office_id
            JOIN office AS base ON base.office_id = stand_in.office_id ",
            $rest
        )
    };
}

/// Begins a statement that gives the wishes of those who lost their second factor, each with whose and by whom asked for.
macro_rules! recovery_rows {
    ($rest:literal) => {
        concat!(
            "SELECT recovery.recovery_id, recovery.staff_id, owner.name AS staff_name, owner.roles,
            owner.office_id, office.name AS office_name, office.code AS office_code, recovery.loss,
            recovery.asked_by, asker.name AS asked_by_name, recovery.asked_at
            FROM second_factor_recovery AS recovery
            JOIN staff AS owner ON owner.staff_id = recovery.staff_id
            JOIN staff AS asker ON asker.staff_id = recovery.asked_by
            JOIN office ON office.office_id = owner.office_id ",
            $rest
        )
    };
}

store::statements! {
    pub group "offices";

    /// One office.
    OFFICE = "SELECT office_id, code, level, parent_id, name, address, phone, opened_on, closed_on
        FROM office WHERE office_id = $1";
    /// The open office of a division.
    OFFICE_OF_CODE = "SELECT office_id, code, level, parent_id, name, address, phone, opened_on, closed_on
        FROM office WHERE code = $1 AND closed_on IS NULL";
    /// The open office that has none above it.
    TOP_OFFICE = "SELECT office_id, code, level, parent_id, name, address, phone, opened_on, closed_on
        FROM office WHERE parent_id IS NULL AND closed_on IS NULL ORDER BY code LIMIT 1";
    /// Offices of an area, the widest first.
    OFFICES_WITHIN = "SELECT office_id, code, level, parent_id, name, address, phone, opened_on, closed_on
        FROM office WHERE code >= $1 AND code <= $2 ORDER BY code, opened_on, office_id";
    /// The names of the offices of an area.
    OFFICE_NAMES = "SELECT office_id, name FROM office WHERE code >= $1 AND code <= $2";
    /// A new office.
    PUT_OFFICE = "INSERT INTO office
        (office_id, code, level, parent_id, name, address, phone, opened_on, closed_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)";
    /// What can change of an office.
    AMEND_OFFICE = "UPDATE office SET name = $1, address = $2, phone = $3 WHERE office_id = $4";
    /// Holds an office until the end of the transaction, so that what is asked about it stays so.
    HOLD_OFFICE = "UPDATE office SET opened_on = opened_on WHERE office_id = $1";
    /// The end of an office.
    CLOSE_OFFICE = "UPDATE office SET closed_on = $1 WHERE office_id = $2";
    /// How many work in an office, and how many open offices lie below.
    OFFICE_IN_USE = "SELECT
        (SELECT count(*) FROM staff WHERE staff.office_id = $1 AND staff.left_on IS NULL) AS staff,
        (SELECT count(*) FROM office WHERE office.parent_id = $1 AND office.closed_on IS NULL) AS below";
    /// How many work in each office of an area.
    STAFF_COUNTS = "SELECT staff.office_id, count(*) AS staff FROM staff
        JOIN office ON office.office_id = staff.office_id
        WHERE office.code >= $1 AND office.code <= $2 AND staff.left_on IS NULL
        GROUP BY staff.office_id";

    /// One outlet.
    OUTLET = "SELECT outlet_id, office_id, name, address, zones, opened_on, closed_on
        FROM outlet WHERE outlet_id = $1";
    /// The outlets of an office.
    OUTLETS_OF = "SELECT outlet_id, office_id, name, address, zones, opened_on, closed_on
        FROM outlet WHERE office_id = $1 ORDER BY opened_on, outlet_id";
    /// How many open outlets each office of an area has.
    OUTLET_COUNTS = "SELECT outlet.office_id, count(*) AS outlets FROM outlet
        JOIN office ON office.office_id = outlet.office_id
        WHERE office.code >= $1 AND office.code <= $2 AND outlet.closed_on IS NULL
        GROUP BY outlet.office_id";
    /// A new outlet.
    PUT_OUTLET = "INSERT INTO outlet (outlet_id, office_id, name, address, zones, opened_on, closed_on)
        VALUES ($1, $2, $3, $4, $5, $6, NULL)";
    /// The end of an outlet.
    CLOSE_OUTLET = "UPDATE outlet SET closed_on = $1 WHERE outlet_id = $2";

    /// One member of staff.
    STAFF = "SELECT staff.staff_id, staff.user_name, staff.name, staff.office_id,
        office.code AS office_code, office.name AS office_name, staff.roles, staff.must_change_password,
        staff.second_factor IS NOT NULL AS has_second_factor, staff.joined_on, staff.left_on
        FROM staff JOIN office ON office.office_id = staff.office_id WHERE staff.staff_id = $1";
    /// The staff of an office, those who left last.
    STAFF_OF = "SELECT staff.staff_id, staff.user_name, staff.name, staff.office_id,
        office.code AS office_code, office.name AS office_name, staff.roles, staff.must_change_password,
        staff.second_factor IS NOT NULL AS has_second_factor, staff.joined_on, staff.left_on
        FROM staff JOIN office ON office.office_id = staff.office_id WHERE staff.office_id = $1
        ORDER BY staff.left_on IS NOT NULL, staff.user_name";
    /// The staff of an area who work here, office by office.
    STAFF_WITHIN = "SELECT staff.staff_id, staff.user_name, staff.name, staff.office_id,
        office.code AS office_code, office.name AS office_name, staff.roles, staff.must_change_password,
        staff.second_factor IS NOT NULL AS has_second_factor, staff.joined_on, staff.left_on
        FROM staff JOIN office ON office.office_id = staff.office_id
        WHERE office.code >= $1 AND office.code <= $2 AND staff.left_on IS NULL
        ORDER BY office.code, staff.user_name";
    /// The names of the staff of an area, those who left too.
    STAFF_NAMES = "SELECT staff.staff_id, staff.name FROM staff
        JOIN office ON office.office_id = staff.office_id
        WHERE office.code >= $1 AND office.code <= $2";
    /// The staff who are called so, or sign in with it, those who left last; of those whose name has it in it, too.
    STAFF_CALLED = "SELECT staff.staff_id, staff.user_name, staff.name, staff.office_id,
        office.code AS office_code, office.name AS office_name, staff.roles, staff.must_change_password,
        staff.second_factor IS NOT NULL AS has_second_factor, staff.joined_on, staff.left_on
        FROM staff JOIN office ON office.office_id = staff.office_id
        WHERE staff.user_name = $1 OR staff.name LIKE '%' || $1 || '%'
        ORDER BY staff.left_on IS NOT NULL, office.code, staff.user_name LIMIT $2";
    /// Whoever has or had a user name.
    USER_NAME = "SELECT staff_id FROM staff WHERE user_name = $1";
    /// A new member of staff.
    PUT_STAFF = "INSERT INTO staff (staff_id, user_name, name, office_id, roles, password_hash,
        must_change_password, second_factor, second_factor_proposed, second_factor_step, joined_on, left_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL, 0, $8, NULL)";
    /// Another name or office.
    AMEND_STAFF = "UPDATE staff SET name = $1, office_id = $2 WHERE staff_id = $3";
    /// Other roles.
    SET_ROLES = "UPDATE staff SET roles = $1 WHERE staff_id = $2";
    /// The end of somebody's work here.
    LEAVE = "UPDATE staff SET left_on = $1, roles = '', second_factor = NULL,
        second_factor_proposed = NULL WHERE staff_id = $2";
    /// Holds a member of staff until the end of the transaction.
    HOLD_STAFF = "UPDATE staff SET joined_on = joined_on WHERE staff_id = $1";
    /// Holds everyone who holds a role; the pattern is the role between spaces.
    HOLD_ROLE = "UPDATE staff SET joined_on = joined_on
        WHERE left_on IS NULL AND ' ' || roles || ' ' LIKE $1";
    /// How many others who are here hold a role; the pattern is the role between spaces.
    OTHERS_WITH_ROLE = "SELECT count(*) AS others FROM staff
        WHERE left_on IS NULL AND staff_id <> $1 AND ' ' || roles || ' ' LIKE $2";

    /// What an account is secured with, by its user name.
    LOCK_OF_USER_NAME = "SELECT staff_id, user_name, office_id, roles, password_hash,
        must_change_password, second_factor, second_factor_proposed, second_factor_step FROM staff
        WHERE user_name = $1 AND left_on IS NULL";
    /// The same, by the member of staff.
    LOCK_OF_STAFF = "SELECT staff_id, user_name, office_id, roles, password_hash,
        must_change_password, second_factor, second_factor_proposed, second_factor_step FROM staff
        WHERE staff_id = $1 AND left_on IS NULL";
    /// Another password.
    SET_PASSWORD = "UPDATE staff SET password_hash = $1, must_change_password = $2 WHERE staff_id = $3";
    /// A second factor that is not confirmed yet.
    PROPOSE_SECOND_FACTOR = "UPDATE staff SET second_factor_proposed = $1 WHERE staff_id = $2";
    /// The one that was proposed counts from now on.
    CONFIRM_SECOND_FACTOR = "UPDATE staff SET second_factor = second_factor_proposed,
        second_factor_proposed = NULL, second_factor_step = $1
        WHERE staff_id = $2 AND second_factor_proposed = $3";
    /// No second factor any more.
    REMOVE_SECOND_FACTOR = "UPDATE staff SET second_factor = NULL, second_factor_proposed = NULL
        WHERE staff_id = $1 AND (second_factor IS NOT NULL OR second_factor_proposed IS NOT NULL)";
    /// The last code that was used; changes nothing when another sign-in used it first.
    USE_CODE = "UPDATE staff SET second_factor_step = $1 WHERE staff_id = $2 AND second_factor_step < $1";

    /// Whose sign-in takes a second factor; nothing as long as nothing was decided.
    FACTOR_RULE = "SELECT content FROM setting WHERE name = 'second_factor'";
    /// Decides it.
    SET_FACTOR_RULE = "INSERT INTO setting (name, content) VALUES ('second_factor', $1)
        ON CONFLICT (name) DO UPDATE SET content = excluded.content";
    /// Asks that somebody's second factor be taken away; changes nothing while another wish waits.
    PUT_RECOVERY = "INSERT INTO second_factor_recovery (recovery_id, staff_id, asked_by, asked_at, loss)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (staff_id) DO NOTHING";
    /// One wish that still waits, of somebody who is here, asked for by somebody who is here.
    RECOVERY = recovery_rows!("WHERE recovery.recovery_id = $1 AND recovery.asked_at >= $2
            AND owner.left_on IS NULL AND asker.left_on IS NULL");
    /// Those of an area, the oldest first.
    RECOVERIES_WITHIN = recovery_rows!("WHERE office.code >= $1 AND office.code <= $2 AND recovery.asked_at >= $3
            AND owner.left_on IS NULL AND asker.left_on IS NULL
        ORDER BY recovery.asked_at, recovery.recovery_id");
    /// The end of a wish; changes nothing when somebody else ended it.
    END_RECOVERY = "DELETE FROM second_factor_recovery WHERE recovery_id = $1";
    /// The end of whatever waits for somebody.
    END_RECOVERY_OF = "DELETE FROM second_factor_recovery WHERE staff_id = $1";
    /// Forgets wishes that nobody consented to.
    FORGET_RECOVERIES = "DELETE FROM second_factor_recovery WHERE asked_at < $1";

    /// Everything that admitting a session takes.
    ADMIT = "SELECT session.session_id, session.opened_at, session.used_at, staff.staff_id, staff.name,
        staff.office_id, office.name AS office_name, office.code AS office_code, staff.roles,
        staff.second_factor IS NOT NULL AS has_second_factor,
        (SELECT setting.content FROM setting WHERE setting.name = 'second_factor') AS factor_rule
        FROM session
        JOIN staff ON staff.staff_id = session.staff_id
        JOIN office ON office.office_id = staff.office_id
        WHERE session.lookup = $1 AND session.stage = 'open' AND staff.left_on IS NULL";
    /// Everything that an actor is, without a session.
    ACTOR = "SELECT staff.staff_id, staff.name, staff.office_id, office.name AS office_name,
        office.code AS office_code, staff.roles
        FROM staff JOIN office ON office.office_id = staff.office_id
        WHERE staff.staff_id = $1 AND staff.left_on IS NULL";
    /// Whom somebody stands in for on a day, with what they are there for and where.
    STANDS_IN_FOR = "SELECT cover.staff_id, away.name, away.roles, away.office_id,
        office.name AS office_name, office.code AS office_code FROM cover
        JOIN staff AS away ON away.staff_id = cover.staff_id
        JOIN office ON office.office_id = away.office_id
        WHERE covered_by = $1 AND first_day <= $2 AND last_day >= $2 AND NOT is_revoked
        ORDER BY cover.staff_id";

    /// A new session.
    PUT_SESSION = "INSERT INTO session
        (session_id, lookup, staff_id, stage, device, remote, opened_at, used_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7)";
    /// A session by its secret's digest.
    SESSION_OF_SECRET = "SELECT session_id, staff_id, stage, device, remote, opened_at, used_at
        FROM session WHERE lookup = $1";
    /// Somebody's sessions, the one used last first.
    SESSIONS_OF = "SELECT session_id, staff_id, stage, device, remote, opened_at, used_at
        FROM session WHERE staff_id = $1 AND stage = 'open' ORDER BY used_at DESC, session_id";
    /// That a session was used.
    NOTE_USE = "UPDATE session SET used_at = $1 WHERE session_id = $2 AND used_at < $1";
    /// The end of a session.
    END_SESSION = "DELETE FROM session WHERE session_id = $1 AND staff_id = $2";
    /// The end of a session by its secret's digest.
    END_SESSION_OF_SECRET = "DELETE FROM session WHERE lookup = $1";
    /// The end of all of somebody's sessions.
    END_SESSIONS = "DELETE FROM session WHERE staff_id = $1";
    /// The end of all of somebody's sessions but one.
    END_OTHER_SESSIONS = "DELETE FROM session WHERE staff_id = $1 AND lookup <> $2";
    /// Forgets sessions that ended by themselves.
    FORGET_SESSIONS = "DELETE FROM session WHERE opened_at < $1";

    /// Failures in a row.
    BRAKE = "SELECT failures, waits, first_at, last_at, until_at FROM brake WHERE lookup = $1";
    /// The same, held until the end of the transaction, so that attempts at once are counted one by one.
    HOLD_BRAKE = "INSERT INTO brake (lookup, failures, waits, first_at, last_at, until_at)
        VALUES ($1, 0, 0, $2, $2, 0)
        ON CONFLICT (lookup) DO UPDATE SET failures = brake.failures
        RETURNING failures, waits, first_at, last_at, until_at";
    /// Counts them.
    SET_BRAKE = "UPDATE brake SET failures = $1, waits = $2, first_at = $3, last_at = $4, until_at = $5
        WHERE lookup = $6";
    /// Begins anew.
    LIFT_BRAKE = "DELETE FROM brake WHERE lookup = $1";
    /// Forgets failures of long ago.
    FORGET_BRAKES = "DELETE FROM brake WHERE last_at < $1 AND until_at < $1";

    /// A new cover.
    PUT_COVER = "INSERT INTO cover
        (cover_id, staff_id, covered_by, first_day, last_day, reason, set_by, set_at, is_revoked)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// One cover.
    COVER = cover_rows!("WHERE cover.cover_id = $1");
    /// The covers that concern an area, by whose work it is or by who does it, and are not over, the next first.
    COVERS_WITHIN = cover_rows!("WHERE (office.code >= $1 AND office.code <= $2 OR base.code >= $1 AND base.code <= $2)
            AND cover.last_day >= $3 AND NOT cover.is_revoked
        ORDER BY cover.first_day, cover.cover_id");
    /// In which covers somebody does another's work on a day.
    COVERING = cover_rows!("WHERE cover.covered_by = $1 AND cover.first_day <= $2 AND cover.last_day >= $2
            AND NOT cover.is_revoked
        ORDER BY cover.last_day, cover.cover_id");
    /// The covers in which somebody has a part, from a day on.
    COVERS_OF = cover_rows!("WHERE (cover.staff_id = $1 OR cover.covered_by = $1) AND cover.last_day >= $2
            AND NOT cover.is_revoked
        ORDER BY cover.first_day, cover.cover_id");
    /// How many covers of somebody's work meet some days.
    COVERS_MEETING = "SELECT count(*) AS covers FROM cover
        WHERE staff_id = $1 AND NOT is_revoked AND first_day <= $2 AND last_day >= $3";
    /// In how many covers somebody does another's work on some days.
    COVERING_MEETING = "SELECT count(*) AS covers FROM cover
        WHERE covered_by = $1 AND NOT is_revoked AND first_day <= $2 AND last_day >= $3";
    /// The end of a cover before its time.
    REVOKE_COVER = "UPDATE cover SET is_revoked = $1 WHERE cover_id = $2 AND NOT is_revoked";

    /// Records an act.
    PUT_ACT = "INSERT INTO act (act_id, done_at, kind, done_by, office_id, about_id, words, remote)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Acts between two instants, of one kind or any (an empty text), by or about somebody whose name or
    /// user name is given or anybody (an empty text), the latest first.
    ACTS = "SELECT act.act_id, act.done_at, act.kind, doer.name AS done_by_name, about.name AS about_name,
        office.name AS office_name, act.words, act.remote
        FROM act
        LEFT JOIN staff AS doer ON doer.staff_id = act.done_by
        LEFT JOIN staff AS about ON about.staff_id = act.about_id
        LEFT JOIN office ON office.office_id = act.office_id
        WHERE act.done_at >= $1 AND act.done_at < $2 AND ($3 = '' OR act.kind = $3)
            AND ($4 = '' OR doer.name = $4 OR doer.user_name = $4 OR about.name = $4 OR about.user_name = $4)
        ORDER BY act.done_at DESC, act.act_id DESC LIMIT $5 OFFSET $6";
    /// The same after a place in the list.
    ACTS_AFTER = "SELECT act.act_id, act.done_at, act.kind, doer.name AS done_by_name, about.name AS about_name,
        office.name AS office_name, act.words, act.remote
        FROM act
        LEFT JOIN staff AS doer ON doer.staff_id = act.done_by
        LEFT JOIN staff AS about ON about.staff_id = act.about_id
        LEFT JOIN office ON office.office_id = act.office_id
        WHERE act.done_at >= $1 AND ($2 = '' OR act.kind = $2)
            AND ($3 = '' OR doer.name = $3 OR doer.user_name = $3 OR about.name = $3 OR about.user_name = $3)
            AND (act.done_at, act.act_id) < ($4, $5)
        ORDER BY act.done_at DESC, act.act_id DESC LIMIT $6";
    /// How many of them there are.
    ACT_COUNT = "SELECT count(*) AS acts FROM act
        LEFT JOIN staff AS doer ON doer.staff_id = act.done_by
        LEFT JOIN staff AS about ON about.staff_id = act.about_id
        WHERE act.done_at >= $1 AND act.done_at < $2 AND ($3 = '' OR act.kind = $3)
            AND ($4 = '' OR doer.name = $4 OR doer.user_name = $4 OR about.name = $4 OR about.user_name = $4)";
    /// When somebody's account was last changed in a way that ends sessions.
    DISTRUSTED_AT = "SELECT max(done_at) AS at FROM act WHERE (about_id = $1 AND kind IN ('account_amended',
            'password_reset', 'roles_changed', 'sessions_ended', 'second_factor_reset', 'left'))
        OR (done_by = $1 AND kind = 'password_changed')";
    /// The latest acts by or about somebody.
    ACTS_OF = "SELECT act.act_id, act.done_at, act.kind, doer.name AS done_by_name,
        about.name AS about_name, office.name AS office_name, act.words, act.remote
        FROM act
        LEFT JOIN staff AS doer ON doer.staff_id = act.done_by
        LEFT JOIN staff AS about ON about.staff_id = act.about_id
        LEFT JOIN office ON office.office_id = act.office_id
        WHERE act.done_by = $1 OR act.about_id = $1
        ORDER BY act.done_at DESC, act.act_id DESC LIMIT $2";
}
