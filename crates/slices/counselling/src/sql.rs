//! The tables of working time, appointments, sessions, assessments.

use kernel::Day;
use store::ledger::Channel;
use store::seal::Sealed;
use store::{ActorId, EntryId, Instant, SubjectId};

use crate::model::LeaveCause;
use crate::model::appointment::{AppointmentId, Form, State};
use crate::model::group::{Attendance, CalledOff, SessionId, SessionState};

store::statements! {
    pub group "counselling";
    /// The hours of a counsellor.
    HOURS = "SELECT weekday, from_minute, to_minute FROM working_hours WHERE staff_id = $1
        ORDER BY weekday, from_minute";
    /// No hours any more.
    CLEAR_HOURS = "DELETE FROM working_hours WHERE staff_id = $1";
    /// Hours of a day of the week.
    PUT_HOURS = "INSERT INTO working_hours (staff_id, weekday, from_minute, to_minute)
        VALUES ($1, $2, $3, $4)";
    /// The leave of a counsellor that is not over.
    LEAVES = "SELECT first_day, last_day, cause FROM leave WHERE staff_id = $1 AND last_day >= $2
        ORDER BY first_day";
    /// New leave.
    PUT_LEAVE = "INSERT INTO leave (staff_id, first_day, last_day, cause, made_at)
        VALUES ($1, $2, $3, $4, $5)";
    /// Leave that is not taken after all.
    REMOVE_LEAVE = "DELETE FROM leave WHERE staff_id = $1 AND first_day = $2";

    /// What of a counsellor's time is taken between two days.
    TAKEN = "SELECT day, step FROM slot_taken WHERE staff_id = $1 AND day >= $2 AND day <= $3";
    /// Takes a quarter of an hour; changes nothing when somebody has it.
    TAKE = "INSERT INTO slot_taken (staff_id, day, step, holder_id) VALUES ($1, $2, $3, $4)
        ON CONFLICT (staff_id, day, step) DO NOTHING";
    /// Gives back what an appointment or a session had.
    RELEASE = "DELETE FROM slot_taken WHERE staff_id = $1 AND day = $2 AND holder_id = $3";

    /// Where a person lives; nothing where the ledger alone was brought in.
    RESIDENCE = "SELECT residence_code FROM person WHERE subject_id = $1";
    /// An appointment by its name alone, as an address has it.
    APPOINTMENT = "SELECT subject_id, appointment_id, office_code, staff_id, day, minute, minutes, form, state,
            channel, booked_by, made_at, changes, note, entry_id, follows_id
        FROM appointment WHERE appointment_id = $1";
    /// The appointments of a subject, the latest first.
    OF_SUBJECT = "SELECT subject_id, appointment_id, office_code, staff_id, day, minute, minutes, form, state,
            channel, booked_by, made_at, changes, note, entry_id, follows_id
        FROM appointment WHERE subject_id = $1 ORDER BY made_at DESC, appointment_id DESC";
    /// The appointments of a counsellor between two days, after one of them.
    OF_STAFF = "SELECT subject_id, appointment_id, office_code, staff_id, day, minute, minutes, form, state,
            channel, booked_by, made_at, changes, note, entry_id, follows_id
        FROM appointment WHERE staff_id = $1 AND day >= $2 AND day <= $3
            AND (day, minute, appointment_id) > ($4, $5, $6)
        ORDER BY day, minute, appointment_id LIMIT $7";
    /// The appointments at an office between two days, after one of them.
    OF_OFFICE = "SELECT subject_id, appointment_id, office_code, staff_id, day, minute, minutes, form, state,
            channel, booked_by, made_at, changes, note, entry_id, follows_id
        FROM appointment WHERE office_code = $1 AND day >= $2 AND day <= $3
            AND (day, minute, appointment_id) > ($4, $5, $6)
        ORDER BY day, minute, appointment_id LIMIT $7";
    /// How much is booked of a counsellor between two days.
    BOOKED_OF_STAFF = "SELECT count(*) AS number FROM appointment
        WHERE staff_id = $1 AND day >= $2 AND day <= $3 AND state = 'booked'";
    /// How much of a counsellor's is still to come or without an outcome.
    OPEN_OF_STAFF = "SELECT (SELECT count(*) FROM appointment WHERE staff_id = $1 AND state = 'booked')
        + (SELECT count(*) FROM group_session WHERE staff_id = $1 AND state = 'planned') AS open";
    /// The wishes of the people whom an office answers for now, the oldest first, after one of them.
    REQUESTS = "SELECT appointment.subject_id, appointment_id, appointment.office_code, staff_id, day, minute, minutes,
            form, state, channel, booked_by, made_at, changes, note, entry_id, follows_id
        FROM appointment JOIN responsibility ON responsibility.subject_id = appointment.subject_id
        WHERE state = 'requested' AND responsibility.office_code = $1
            AND (made_at, appointment_id) > ($2, $3)
        ORDER BY made_at, appointment_id LIMIT $4";
    /// How many of them there are.
    COUNT_REQUESTS = "SELECT count(*) AS number
        FROM appointment JOIN responsibility ON responsibility.subject_id = appointment.subject_id
        WHERE state = 'requested' AND responsibility.office_code = $1";
    /// A new appointment.
    PUT_APPOINTMENT = "INSERT INTO appointment (subject_id, appointment_id, office_code, staff_id, day, minute,
            minutes, form, state, channel, booked_by, made_at, changes, note, follows_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14)";
    /// An appointment stands otherwise; changes nothing when somebody else was first.
    CHANGE_APPOINTMENT = "UPDATE appointment SET office_code = $1, staff_id = $2, day = $3, minute = $4,
            minutes = $5, form = $6, state = $7, entry_id = $8, changes = changes + 1
        WHERE subject_id = $9 AND appointment_id = $10 AND changes = $11";
    /// What became of it.
    PUT_CHANGE = "INSERT INTO appointment_change (subject_id, appointment_id, place, changed_at, by_staff_id, state,
            staff_id, day, minute, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// What became of an appointment, in order.
    CHANGES = "SELECT subject_id, appointment_id, place, changed_at, by_staff_id, state, staff_id, day, minute, reason
        FROM appointment_change WHERE subject_id = $1 AND appointment_id = $2 ORDER BY place";

    /// One session.
    SESSION = "SELECT session_id, staff_id, office_code, day, minute, minutes, topic, place, capacity, signed,
            state, made_by, made_at, called_off
        FROM group_session WHERE session_id = $1";
    /// The sessions of offices from a day on, after one of them.
    SESSIONS = "SELECT session_id, staff_id, office_code, day, minute, minutes, topic, place, capacity, signed,
            state, made_by, made_at, called_off
        FROM group_session WHERE office_code IN ($1, $2, $3, $4, $5) AND day >= $6
            AND (day, minute, session_id) > ($7, $8, $9)
        ORDER BY day, minute, session_id LIMIT $10";
    /// The sessions to come for which a subject is signed up.
    SESSIONS_OF_SUBJECT = "SELECT group_session.session_id, staff_id, office_code, day, minute, minutes, topic,
            place, capacity, signed, group_session.state, made_by, made_at, called_off
        FROM participant JOIN group_session ON group_session.session_id = participant.session_id
        WHERE participant.subject_id = $1 AND participant.state = 'signed' AND group_session.state = 'planned'
        ORDER BY day, minute, group_session.session_id";
    /// How much of those who go over to another office together has a time, and how much waits for one.
    APPOINTMENTS_OF_MOVED = desk::moved_together!(
        "SELECT coalesce(sum(CASE WHEN appointment.state = 'booked' THEN 1 ELSE 0 END), 0) AS booked,
            coalesce(sum(CASE WHEN appointment.state = 'requested' THEN 1 ELSE 0 END), 0) AS requested
        FROM moved CROSS JOIN appointment WHERE appointment.subject_id = moved.subject_id");
    /// How often they signed up for a session that is still to come.
    SESSIONS_OF_MOVED = desk::moved_together!(
        "SELECT count(*) AS number FROM moved CROSS JOIN participant CROSS JOIN group_session
        WHERE participant.subject_id = moved.subject_id AND participant.state = 'signed'
            AND group_session.session_id = participant.session_id AND group_session.state = 'planned'");
    /// A new session.
    PUT_SESSION = "INSERT INTO group_session (session_id, staff_id, office_code, day, minute, minutes, topic, place,
            capacity, signed, state, made_by, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 'planned', $10, $11)";
    /// A session that is over or called off; changes nothing when it is already.
    SETTLE_SESSION = "UPDATE group_session SET state = $1, called_off = $2
        WHERE session_id = $3 AND state = 'planned'";
    /// One more who may come; changes nothing when it is full.
    SEAT = "UPDATE group_session SET signed = signed + 1
        WHERE session_id = $1 AND state = 'planned' AND signed < capacity";
    /// One fewer.
    UNSEAT = "UPDATE group_session SET signed = signed - 1
        WHERE session_id = $1 AND state = 'planned' AND signed > 0";
    /// Somebody signs up, again where they had signed off; changes nothing when they are signed up.
    SIGN_UP = "INSERT INTO participant (subject_id, session_id, state, changed_by, changed_at)
        VALUES ($1, $2, 'signed', $3, $4)
        ON CONFLICT (subject_id, session_id) DO UPDATE SET state = 'signed', changed_by = excluded.changed_by,
            changed_at = excluded.changed_at
        WHERE participant.state = 'withdrawn'";
    /// What became of somebody's part; changes nothing unless they were signed up.
    SETTLE_PARTICIPANT = "UPDATE participant SET state = $1, changed_by = $2, changed_at = $3, entry_id = $4
        WHERE subject_id = $5 AND session_id = $6 AND state = 'signed'";
    /// Who takes part.
    PARTICIPANTS = "SELECT subject_id, session_id, state, changed_by, changed_at, entry_id
        FROM participant WHERE session_id = $1 ORDER BY changed_at, subject_id";

    /// A new assessment.
    PUT_ASSESSMENT = "INSERT INTO assessment (subject_id, assessment_id, instrument, edition, started_at, started_on,
            by_staff_id, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Further answers; changes nothing when it is finished.
    SAVE_ASSESSMENT = "UPDATE assessment SET content = $1, finished_at = $2, finished_on = $3
        WHERE subject_id = $4 AND assessment_id = $5 AND finished_at IS NULL";
    /// The entry that was made of it; changes nothing when there is one.
    NOTE_ENTRY = "UPDATE assessment SET entry_id = $1
        WHERE subject_id = $2 AND assessment_id = $3 AND entry_id IS NULL AND finished_at IS NOT NULL";
    /// The finished ones of a subject of which no entry was made, the latest first.
    UNRECORDED = "SELECT assessment_id, instrument, finished_on FROM assessment
        WHERE subject_id = $1 AND finished_on IS NOT NULL AND entry_id IS NULL
        ORDER BY finished_at DESC, assessment_id DESC";
    /// One assessment.
    ASSESSMENT = "SELECT subject_id, assessment_id, instrument, edition, started_at, started_on, by_staff_id,
            finished_at, finished_on, content, entry_id
        FROM assessment WHERE subject_id = $1 AND assessment_id = $2";
    /// The assessments of a subject, the latest first.
    ASSESSMENTS = "SELECT subject_id, assessment_id, instrument, edition, started_at, started_on, by_staff_id,
            finished_at, finished_on, content, entry_id
        FROM assessment WHERE subject_id = $1 ORDER BY started_at DESC, assessment_id DESC";
}

store::row! {
    /// Leave.
    pub struct LeaveRow from "leave" {
        /// The first day.
        pub first_day: Day,
        /// The last day.
        pub last_day: Day,
        /// Why.
        pub cause: LeaveCause,
    }
}

store::row! {
    /// An appointment.
    pub struct AppointmentRow from "appointment" {
        /// Whose.
        pub subject_id: SubjectId,
        /// Its name.
        pub appointment_id: AppointmentId,
        /// The office where it takes place; of a wish, the person's own.
        pub office_code: i64,
        /// With whom.
        pub staff_id: Option<ActorId>,
        /// On which day.
        pub day: Option<Day>,
        /// When it begins, in minutes since midnight.
        pub minute: Option<i64>,
        /// How long it takes, in minutes.
        pub minutes: i64,
        /// The form of guidance.
        pub form: Form,
        /// Where it stands.
        pub state: State,
        /// How it was asked for.
        pub channel: Channel,
        /// Who booked it.
        pub booked_by: ActorId,
        /// When.
        pub made_at: Instant,
        /// How often it was changed.
        pub changes: i64,
        /// What the person wants to talk about.
        pub note: Option<Sealed>,
        /// The entry that was made when it was held.
        pub entry_id: Option<EntryId>,
        /// The appointment that was missed and led to this one.
        pub follows_id: Option<AppointmentId>,
    }
}

store::row! {
    /// What became of an appointment.
    pub struct ChangeRow from "appointment_change" {
        /// Whose.
        pub subject_id: SubjectId,
        /// Of which.
        pub appointment_id: AppointmentId,
        /// Its place among the changes.
        pub place: i64,
        /// When.
        pub changed_at: Instant,
        /// By whom.
        pub by_staff_id: ActorId,
        /// Where it stood from then on.
        pub state: State,
        /// With whom from then on.
        pub staff_id: Option<ActorId>,
        /// On which day from then on.
        pub day: Option<Day>,
        /// When from then on.
        pub minute: Option<i64>,
        /// Why.
        pub reason: Option<Sealed>,
    }
}

store::row! {
    /// A session.
    pub struct SessionRow from "group_session" {
        /// Its name.
        pub session_id: SessionId,
        /// Who leads it.
        pub staff_id: ActorId,
        /// The office where it takes place.
        pub office_code: i64,
        /// On which day.
        pub day: Day,
        /// When it begins, in minutes since midnight.
        pub minute: i64,
        /// How long it takes, in minutes.
        pub minutes: i64,
        /// What it is about.
        pub topic: String,
        /// Where.
        pub place: String,
        /// How many may come.
        pub capacity: i64,
        /// How many are signed up.
        pub signed: i64,
        /// Where it stands.
        pub state: SessionState,
        /// Who announced it.
        pub made_by: ActorId,
        /// When.
        pub made_at: Instant,
        /// Why it was called off.
        pub called_off: Option<CalledOff>,
    }
}

store::row! {
    /// Somebody's part in a session.
    pub struct ParticipantRow from "participant" {
        /// Who.
        pub subject_id: SubjectId,
        /// In which.
        pub session_id: SessionId,
        /// Whether they take part.
        pub state: Attendance,
        /// Who noted that.
        pub changed_by: ActorId,
        /// When.
        pub changed_at: Instant,
        /// The entry that was made.
        pub entry_id: Option<EntryId>,
    }
}

store::identifier! {
    /// Names an assessment.
    pub AssessmentId
}

store::row! {
    /// An assessment.
    pub struct AssessmentRow from "assessment" {
        /// Whose.
        pub subject_id: SubjectId,
        /// Its name.
        pub assessment_id: AssessmentId,
        /// By which instrument.
        pub instrument: String,
        /// Its edition, by the day from which it is used.
        pub edition: Day,
        /// When it was begun.
        pub started_at: Instant,
        /// On which day.
        pub started_on: Day,
        /// By whom.
        pub by_staff_id: ActorId,
        /// When it was finished.
        pub finished_at: Option<Instant>,
        /// On which day.
        pub finished_on: Option<Day>,
        /// Answers and result.
        pub content: Sealed,
        /// The entry that was made of it.
        pub entry_id: Option<EntryId>,
    }
}
