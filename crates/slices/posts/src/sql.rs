//! The tables of posts and of what belongs to recommendations and placements.

use kernel::Day;
use store::seal::Sealed;
use store::{ActorId, EntryId, Instant, SubjectId};

use crate::model::{Purpose, RequestState};
use crate::{PostId, RequestId};

store::statements! {
    pub group "posts";
    /// A new post.
    OPEN = "INSERT INTO public_post (post_id, office_code, organisation, kind, places, months, hours, pay, note, opened_on,
            changed_at, changed_by, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)";
    /// Other particulars; changes nothing where somebody else was faster.
    CHANGE = "UPDATE public_post SET organisation = $1, kind = $2, places = $3, months = $4, hours = $5, pay = $6, note = $7,
            changed_at = $8, changed_by = $9, version = version + 1
        WHERE post_id = $10 AND version = $11 AND closed_on IS NULL";
    /// A post that is offered no longer.
    CLOSE = "UPDATE public_post SET closed_on = $1, changed_at = $2, changed_by = $3, version = version + 1
        WHERE post_id = $4 AND closed_on IS NULL";
    /// A post, held until the transaction ends, so that its last place is given once.
    HOLD = "UPDATE public_post SET version = version WHERE post_id = $1
        RETURNING post_id, office_code, organisation, kind, places, months, hours, pay, note, opened_on, closed_on, version";
    /// A post.
    POST = "SELECT post_id, office_code, organisation, kind, places, months, hours, pay, note, opened_on, closed_on, version
        FROM public_post WHERE post_id = $1";
    /// The posts of an office, those below it, and those above it, after one of them.
    POSTS = "SELECT post_id, office_code, organisation, kind, places, months, hours, pay, note, opened_on, closed_on, version
        FROM public_post WHERE ((office_code >= $1 AND office_code <= $2) OR office_code IN ($3, $4, $5))
            AND (organisation, kind, post_id) > ($6, $7, $8)
        ORDER BY organisation, kind, post_id LIMIT $9";
    /// What belongs to an entry.
    PUT = "INSERT INTO post_document (subject_id, entry_id, purpose, post_id, last_day, content)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// What belongs to a person's recommendations and placements, latest first.
    DOCUMENTS = "SELECT subject_id, entry_id, purpose, post_id, last_day, content FROM post_document
        WHERE subject_id = $1 ORDER BY entry_id DESC LIMIT 200";
    /// A placement that is asked for.
    ASK = "INSERT INTO placement_request (subject_id, request_id, state, post_id, on_day, last_day, content, asked_at, asked_by)
        VALUES ($1, $2, 'asked', $3, $4, $5, $6, $7, $8)";
    /// The placements that were asked for a person, latest first.
    REQUESTS = "SELECT subject_id, request_id, state, post_id, on_day, last_day, content, asked_at, asked_by, decided_at,
            decided_by, words, placed_entry
        FROM placement_request WHERE subject_id = $1 ORDER BY request_id DESC LIMIT 200";
    /// It is confirmed, and the person placed.
    CONFIRM = "UPDATE placement_request SET state = 'confirmed', decided_at = $1, decided_by = $2, placed_entry = $3
        WHERE subject_id = $4 AND request_id = $5 AND state = 'asked'";
    /// It is sent back.
    SEND_BACK = "UPDATE placement_request SET state = 'sent_back', decided_at = $1, decided_by = $2, words = $3
        WHERE subject_id = $4 AND request_id = $5 AND state = 'asked'";
    /// It is taken back, or not asked for again after it was sent back.
    WITHDRAW = "UPDATE placement_request SET state = 'withdrawn', decided_at = $1, decided_by = $2
        WHERE subject_id = $3 AND request_id = $4 AND state IN ('asked', 'sent_back')";
    /// Who recommended a person to a post last.
    RECOMMENDED_BY = "SELECT staff_id FROM entry
        WHERE subject_id = $1 AND kind = 'public_post_recommended' AND staff_id IS NOT NULL
        ORDER BY sequence DESC LIMIT 1";
    /// The placements of the people of an office and below that wait to be confirmed, oldest first, after one of them: few
    /// wait, many are answered for.
    ASKED_WITHIN = "SELECT own.subject_id, own.request_id, own.asked_at, own.asked_by, held.office_code, held.officer_id
        FROM placement_request AS own CROSS JOIN responsibility AS held
        WHERE held.subject_id = own.subject_id AND own.state = 'asked'
            AND held.office_code >= $1 AND held.office_code <= $2 AND (own.asked_at, own.request_id) > ($3, $4)
        ORDER BY own.asked_at, own.request_id LIMIT $5";
    /// How many placements of a person wait to be confirmed.
    ASKED_OF = "SELECT count(*) AS number FROM placement_request WHERE subject_id = $1 AND state = 'asked'";
    /// What was asked for a person last: when, and how far it has come.
    LAST_REQUEST = "SELECT asked_at, state FROM placement_request WHERE subject_id = $1
        ORDER BY request_id DESC LIMIT 1";
    /// How many of those who go over to another office together wait for one.
    ASKED_OF_MOVED = desk::moved_together!(
        "SELECT count(*) AS number FROM moved CROSS JOIN placement_request
        WHERE placement_request.subject_id = moved.subject_id AND placement_request.state = 'asked'");
    /// Who is placed in a post and has not ended, with how much was ever corrected in their ledger, and in which file it
    /// goes on where it was merged: where anything was, or it does, the ledger itself is asked.
    PLACED_IN = "SELECT post_id, post_document.subject_id, file.merged_into, placed.entry_id, placed.on_day, (SELECT count(*) FROM entry AS corrected
                WHERE corrected.subject_id = placed.subject_id AND corrected.kind = 'corrected') AS corrections
        FROM post_document JOIN entry AS placed ON placed.subject_id = post_document.subject_id
                AND placed.entry_id = post_document.entry_id
            LEFT JOIN person AS file ON file.subject_id = post_document.subject_id
        WHERE post_id = $1 AND purpose = 'placed' AND (NOT EXISTS (
                SELECT 1 FROM entry AS later WHERE later.subject_id = placed.subject_id
                    AND later.kind IN ('public_post_placed', 'public_post_ended')
                    AND (later.on_day > placed.on_day OR (later.on_day = placed.on_day AND later.sequence > placed.sequence)))
            OR EXISTS (SELECT 1 FROM entry AS corrected WHERE corrected.subject_id = placed.subject_id AND corrected.kind = 'corrected'))";
    /// The same, for all posts of an office, those below it, and those above it.
    PLACED_NEAR = "SELECT post_document.post_id, post_document.subject_id, file.merged_into, placed.entry_id, placed.on_day,
            (SELECT count(*) FROM entry AS corrected
                WHERE corrected.subject_id = placed.subject_id AND corrected.kind = 'corrected') AS corrections
        FROM public_post JOIN post_document ON post_document.post_id = public_post.post_id
            JOIN entry AS placed ON placed.subject_id = post_document.subject_id
                AND placed.entry_id = post_document.entry_id
            LEFT JOIN person AS file ON file.subject_id = post_document.subject_id
        WHERE ((public_post.office_code >= $1 AND public_post.office_code <= $2) OR public_post.office_code IN ($3, $4, $5))
            AND purpose = 'placed' AND (NOT EXISTS (
                SELECT 1 FROM entry AS later WHERE later.subject_id = placed.subject_id
                    AND later.kind IN ('public_post_placed', 'public_post_ended')
                    AND (later.on_day > placed.on_day OR (later.on_day = placed.on_day AND later.sequence > placed.sequence)))
            OR EXISTS (SELECT 1 FROM entry AS corrected WHERE corrected.subject_id = placed.subject_id AND corrected.kind = 'corrected'))";
    /// Who is placed, of the people of an office and below, the earliest end first, after one of them. Whoever has ended is
    /// none of them; where something was corrected, or the file goes on in another one, the ledger itself is asked.
    PLACED_WITHIN = "SELECT post_document.subject_id, file.merged_into, placed.entry_id, post_id, placed.on_day, last_day, office_code, officer_id,
            (SELECT count(*) FROM entry AS corrected
                WHERE corrected.subject_id = placed.subject_id AND corrected.kind = 'corrected') AS corrections
        FROM post_document JOIN entry AS placed ON placed.subject_id = post_document.subject_id
                AND placed.entry_id = post_document.entry_id
            LEFT JOIN person AS file ON file.subject_id = post_document.subject_id
            JOIN responsibility
                ON responsibility.subject_id = coalesce(file.merged_into, post_document.subject_id)
        WHERE purpose = 'placed' AND office_code >= $1 AND office_code <= $2 AND last_day <= $3
            AND (last_day, placed.entry_id) > ($4, $5)
            AND (NOT EXISTS (
                SELECT 1 FROM entry AS later WHERE later.subject_id = placed.subject_id
                    AND later.kind IN ('public_post_placed', 'public_post_ended')
                    AND (later.on_day > placed.on_day OR (later.on_day = placed.on_day AND later.sequence > placed.sequence)))
            OR EXISTS (SELECT 1 FROM entry AS corrected WHERE corrected.subject_id = placed.subject_id AND corrected.kind = 'corrected'))
        ORDER BY last_day, placed.entry_id LIMIT $6";
    /// Who is placed of those whom somebody serves and whose term ends until a day, or to whom, as far as the ledger's order
    /// tells, nobody spoke since another one and since the placement, the earliest end first, after one of them; the files that
    /// were merged into theirs are looked at, too. Where something was corrected the ledger itself is asked.
    PLACED_OF_SERVED = desk::among_served!(
        ", files AS (SELECT subject_id, office_code, officer_id, subject_id AS file_id FROM mine
            UNION ALL SELECT mine.subject_id, mine.office_code, mine.officer_id, person.subject_id AS file_id
                FROM mine JOIN person ON person.merged_into = mine.subject_id)
        SELECT mine.subject_id, mine.office_code, mine.officer_id, mine.file_id, placed.entry_id, placed.on_day, own.last_day,
            (SELECT count(*) FROM entry AS corrected
                WHERE corrected.subject_id = placed.subject_id AND corrected.kind = 'corrected') AS corrections
        FROM files AS mine CROSS JOIN post_document AS own CROSS JOIN entry AS placed
        WHERE own.subject_id = mine.file_id AND own.purpose = 'placed' AND (own.last_day <= $3 OR placed.on_day <= $4 AND (NOT EXISTS (
                    SELECT 1 FROM entry AS spoken WHERE spoken.subject_id = mine.subject_id AND spoken.on_day > $4
                        AND spoken.kind IN ('guidance_given', 'followed_up', 'contacted', 'training_started',
                            'readiness_assessed', 'recommended'))
                OR EXISTS (SELECT 1 FROM entry AS corrected
                    WHERE corrected.subject_id = mine.subject_id AND corrected.kind = 'corrected')))
            AND (own.last_day, own.entry_id) > ($5, $6)
            AND placed.subject_id = own.subject_id AND placed.entry_id = own.entry_id
            AND (NOT EXISTS (
                SELECT 1 FROM entry AS later WHERE later.subject_id = placed.subject_id
                    AND later.kind IN ('public_post_placed', 'public_post_ended')
                    AND (later.on_day > placed.on_day OR (later.on_day = placed.on_day AND later.sequence > placed.sequence)))
            OR EXISTS (SELECT 1 FROM entry AS corrected WHERE corrected.subject_id = placed.subject_id AND corrected.kind = 'corrected'))
        ORDER BY own.last_day, placed.entry_id LIMIT $7");
    /// Whom somebody serves who may be back from a post: in hardship, without agreement, work and stop, and nothing is
    /// owed by BJ18-23. After somebody.
    RETURNED_OF_SERVED = desk::among_served!(
        "SELECT mine.subject_id, mine.office_code, mine.officer_id FROM mine
        WHERE mine.standing LIKE '%h%' AND mine.standing NOT LIKE '%a%' AND mine.standing NOT LIKE '%w%'
            AND mine.standing NOT LIKE '%x%' AND mine.subject_id > $3
            AND EXISTS (SELECT 1 FROM entry AS ended
                WHERE ended.subject_id = mine.subject_id AND ended.kind = 'public_post_ended')
            AND NOT EXISTS (SELECT 1 FROM duty
                WHERE duty.subject_id = mine.subject_id AND duty.rule = 'BJ18-23' AND duty.state = 'open')
        ORDER BY mine.subject_id LIMIT $4");
    /// The same of one person.
    RETURNED = "SELECT held.subject_id FROM responsibility AS held
        WHERE held.subject_id = $1 AND held.standing LIKE '%h%' AND held.standing NOT LIKE '%a%'
            AND held.standing NOT LIKE '%w%' AND held.standing NOT LIKE '%x%'
            AND EXISTS (SELECT 1 FROM entry AS ended
                WHERE ended.subject_id = held.subject_id AND ended.kind = 'public_post_ended')
            AND NOT EXISTS (SELECT 1 FROM duty
                WHERE duty.subject_id = held.subject_id AND duty.rule = 'BJ18-23' AND duty.state = 'open')";
}

store::row! {
    /// A post that an organisation offers.
    pub struct PostRow from "public_post" {
        /// Which.
        pub post_id: PostId,
        /// The office that keeps it in its register, by code.
        pub office_code: i64,
        /// The organisation (社会公益性就业组织).
        pub organisation: String,
        /// What kind of post.
        pub kind: String,
        /// How many places.
        pub places: i64,
        /// How many months a term lasts.
        pub months: i64,
        /// The hours of work, in words.
        pub hours: String,
        /// The pay, in words.
        pub pay: String,
        /// What else is to be known.
        pub note: String,
        /// Since when.
        pub opened_on: Day,
        /// The day on which it was closed.
        pub closed_on: Option<Day>,
        /// How often it was written.
        pub version: i64,
    }
}

store::row! {
    /// What belongs to an entry, as it is stored.
    pub(crate) struct DocumentRow from "post_document" {
        pub(crate) subject_id: SubjectId,
        pub(crate) entry_id: EntryId,
        pub(crate) purpose: Purpose,
        pub(crate) post_id: PostId,
        pub(crate) last_day: Option<Day>,
        pub(crate) content: Sealed,
    }
}

store::row! {
    /// A placement that was asked for, as it is stored.
    pub(crate) struct RequestRow from "placement_request" {
        pub(crate) subject_id: SubjectId,
        pub(crate) request_id: RequestId,
        pub(crate) state: RequestState,
        pub(crate) post_id: PostId,
        pub(crate) on_day: Day,
        pub(crate) last_day: Day,
        pub(crate) content: Sealed,
        pub(crate) asked_at: Instant,
        pub(crate) asked_by: ActorId,
        pub(crate) decided_at: Option<Instant>,
        pub(crate) decided_by: Option<ActorId>,
        pub(crate) words: Option<Sealed>,
        pub(crate) placed_entry: Option<EntryId>,
    }
}

store::row! {
    /// A placement that waits to be confirmed.
    pub(crate) struct AskedRow from "placement_request" {
        pub(crate) subject_id: SubjectId,
        pub(crate) request_id: RequestId,
        pub(crate) asked_at: Instant,
        pub(crate) asked_by: ActorId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
    }
}

store::row! {
    /// Somebody who was placed, as a list shows them.
    pub(crate) struct PlacedRow from "post_document" {
        pub(crate) subject_id: SubjectId,
        pub(crate) merged_into: Option<SubjectId>,
        pub(crate) entry_id: EntryId,
        pub(crate) post_id: PostId,
        pub(crate) on_day: Day,
        pub(crate) last_day: Option<Day>,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) corrections: i64,
    }
}

store::row! {
    /// Somebody who seems to be placed in a post.
    pub(crate) struct FillingRow from "post_document" {
        pub(crate) post_id: PostId,
        pub(crate) subject_id: SubjectId,
        pub(crate) merged_into: Option<SubjectId>,
        pub(crate) entry_id: EntryId,
        pub(crate) on_day: Day,
        pub(crate) corrections: i64,
    }
}

store::row! {
    /// Somebody who seems to be placed and whom somebody serves.
    pub(crate) struct ServedRow from "post_document" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) file_id: SubjectId,
        pub(crate) entry_id: EntryId,
        pub(crate) on_day: Day,
        pub(crate) last_day: Day,
        pub(crate) corrections: i64,
    }
}
