//! The tables of agreements, signatures, scans, unmet duties, teams.

use kernel::Day;
use store::seal::Sealed;
use store::{ActorId, EntryId, Instant, SubjectId};

use crate::actions::papers::PaperId;
use crate::actions::team::MemberId;
use crate::actions::unmet::UnmetId;
use crate::model::{Media, Part, Side};

store::statements! {
    pub group "agreements";
    /// The text of a signing.
    PUT = "INSERT INTO agreement (subject_id, entry_id, edition, office_code, officer_id, ends_on, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// The texts of a subject.
    DOCUMENTS = "SELECT subject_id, entry_id, edition, office_code, officer_id, ends_on, content
        FROM agreement WHERE subject_id = $1 ORDER BY entry_id";

    /// The text of a signing names another officer.
    NAME_OFFICER = "UPDATE agreement SET officer_id = $1, content = $2 WHERE subject_id = $3 AND entry_id = $4";
    /// The officer whom the text of a signing names.
    NAMED_OFFICER = "SELECT officer_id FROM agreement WHERE subject_id = $1 AND entry_id = $2";
    /// Of which changes of the officer a subject was told, in order, and who it was.
    TOLD = "SELECT handed_at, officer_id FROM officer_told WHERE subject_id = $1 ORDER BY handed_at";
    /// A subject was told of a change of the officer.
    PUT_TOLD = "INSERT INTO officer_told (subject_id, handed_at, officer_id, told_on, means, noted_at, by_staff_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Those under an agreement whom somebody serves since a change of the officer of which nobody has told them: neither
    /// the text that was signed last names the officer, nor were they told.
    UNTOLD_OF_SERVED = desk::among_served!(
        "SELECT mine.subject_id, mine.office_code, mine.officer_id, last.handed_at
        FROM mine CROSS JOIN handover AS last
        WHERE last.subject_id = mine.subject_id AND mine.standing LIKE '%a%'
            AND last.to_officer_id = mine.officer_id AND last.from_officer_id <> last.to_officer_id
            AND NOT EXISTS (SELECT 1 FROM handover AS later
                WHERE later.subject_id = last.subject_id AND later.handed_at > last.handed_at)
            AND NOT EXISTS (SELECT 1 FROM officer_told AS told
                WHERE told.subject_id = last.subject_id AND told.handed_at = last.handed_at)
            AND (EXISTS (SELECT 1 FROM officer_told AS told WHERE told.subject_id = last.subject_id)
                OR NOT EXISTS (SELECT 1 FROM agreement AS words JOIN entry AS own
                        ON own.subject_id = words.subject_id AND own.entry_id = words.entry_id
                    WHERE words.subject_id = last.subject_id AND words.officer_id = mine.officer_id
                        AND NOT EXISTS (SELECT 1 FROM entry AS later WHERE later.subject_id = own.subject_id
                            AND later.kind = 'agreement_signed' AND (later.on_day > own.on_day
                                OR (later.on_day = own.on_day AND later.sequence > own.sequence)))))
            AND (last.handed_at, last.subject_id) > ($3, $4)
        ORDER BY last.handed_at, last.subject_id LIMIT $5");

    /// A side signs; changes nothing where it has signed.
    SIGN = "INSERT INTO agreement_signature (subject_id, entry_id, side, signed_at, staff_id, strokes)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (subject_id, entry_id, side) DO NOTHING";
    /// The signatures of a subject.
    SIGNATURES = "SELECT subject_id, entry_id, side, signed_at, staff_id, strokes
        FROM agreement_signature WHERE subject_id = $1 ORDER BY entry_id, side";

    /// A scan.
    PUT_PAPER = "INSERT INTO agreement_scan (subject_id, scan_id, entry_id, media, length, uploaded_at,
            uploaded_by, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The scans of a subject, without what they show.
    PAPERS = "SELECT subject_id, scan_id, entry_id, media, length, uploaded_at, uploaded_by, removed_at,
            removed_by
        FROM agreement_scan WHERE subject_id = $1 ORDER BY scan_id";
    /// What a scan shows.
    PAPER = "SELECT media, content FROM agreement_scan
        WHERE subject_id = $1 AND scan_id = $2 AND content IS NOT NULL";
    /// A scan loses its content.
    REMOVE_PAPER = "UPDATE agreement_scan SET content = NULL, removed_at = $1, removed_by = $2,
            removed_because = $3
        WHERE subject_id = $4 AND scan_id = $5 AND removed_at IS NULL";
    /// Why scans of a subject were removed.
    REMOVALS = "SELECT scan_id, removed_because FROM agreement_scan
        WHERE subject_id = $1 AND removed_because IS NOT NULL";

    /// A duty that was not met.
    PUT_UNMET = "INSERT INTO unmet_duty (subject_id, unmet_id, entry_id, noted_at, noted_by, content)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// What a subject did not meet.
    UNMET = "SELECT subject_id, unmet_id, entry_id, noted_at, noted_by, content, withdrawn_at, withdrawn_by
        FROM unmet_duty WHERE subject_id = $1 ORDER BY unmet_id";
    /// A note that is taken back, as long as it belongs to the latest signing.
    WITHDRAW_UNMET = "UPDATE unmet_duty SET withdrawn_at = $1, withdrawn_by = $2
        WHERE subject_id = $3 AND unmet_id = $4 AND entry_id = $5 AND withdrawn_at IS NULL";

    /// Somebody joins a team.
    JOIN = "INSERT INTO team_member (subject_id, member_id, staff_id, part, since, added_by)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// Everyone who is or was of a team.
    TEAM = "SELECT subject_id, member_id, staff_id, part, since, added_by, until, ended_by
        FROM team_member WHERE subject_id = $1 ORDER BY member_id";
    /// Somebody leaves it.
    LEAVE = "UPDATE team_member SET until = $1, ended_by = $2
        WHERE subject_id = $3 AND member_id = $4 AND until IS NULL";
    /// Who answered for a subject before, in order.
    OFFICERS = "SELECT handed_at, from_officer_id, to_officer_id FROM handover
        WHERE subject_id = $1 ORDER BY handed_at";

    /// How many are under an agreement in an area, by office.
    COUNT_IN_FORCE = "SELECT office_code, count(*) AS number FROM responsibility
        WHERE office_code >= $1 AND office_code <= $2 AND standing LIKE '%a%' GROUP BY office_code";
    /// To how many one is owed, and to how many since before a day, by office.
    COUNT_OWED = "SELECT office_code, count(*) AS number,
            sum(CASE WHEN due_day < $1 THEN 1 ELSE 0 END) AS overdue
        FROM duty WHERE office_code >= $2 AND office_code <= $3 AND state = 'open' AND rule = 'BJ18-23'
        GROUP BY office_code";
    /// Who is under an agreement in an area.
    UNDER_AGREEMENT = "SELECT subject_id, office_code, officer_id FROM responsibility
        WHERE office_code >= $1 AND office_code <= $2 AND standing LIKE '%a%' ORDER BY subject_id";
    /// The last signings of those whom somebody serves and who are under an agreement, as far as the text ends until a
    /// day or not both sides have signed; where something was corrected every signing, since the ledger alone knows
    /// which is the last. After one of them, in their order.
    OF_SERVED = desk::among_served!(
        "SELECT mine.subject_id, mine.office_code, mine.officer_id, own.entry_id, own.on_day, words.ends_on,
            coalesce(words.ends_on, own.on_day) AS listed_by,
            (SELECT count(*) FROM agreement_signature AS s
                WHERE s.subject_id = own.subject_id AND s.entry_id = own.entry_id) AS sides,
            (SELECT count(*) FROM agreement_scan AS p WHERE p.subject_id = own.subject_id
                AND p.entry_id = own.entry_id AND p.removed_at IS NULL) AS scans,
            (SELECT count(*) FROM entry AS corrected
                WHERE corrected.subject_id = own.subject_id AND corrected.kind = 'corrected') AS corrections
        FROM mine CROSS JOIN entry AS own
            LEFT JOIN agreement AS words ON words.subject_id = own.subject_id AND words.entry_id = own.entry_id
        WHERE own.subject_id = mine.subject_id AND mine.standing LIKE '%a%' AND own.kind = 'agreement_signed'
            AND (NOT EXISTS (SELECT 1 FROM entry AS later WHERE later.subject_id = own.subject_id
                    AND later.kind = 'agreement_signed' AND (later.on_day > own.on_day
                        OR (later.on_day = own.on_day AND later.sequence > own.sequence)))
                OR EXISTS (SELECT 1 FROM entry AS corrected
                    WHERE corrected.subject_id = own.subject_id AND corrected.kind = 'corrected'))
            AND (words.ends_on <= $3
                OR (NOT EXISTS (SELECT 1 FROM agreement_scan AS p WHERE p.subject_id = own.subject_id
                        AND p.entry_id = own.entry_id AND p.removed_at IS NULL)
                    AND (SELECT count(*) FROM agreement_signature AS s
                        WHERE s.subject_id = own.subject_id AND s.entry_id = own.entry_id) < 2))
            AND (coalesce(words.ends_on, own.on_day), own.entry_id) > ($4, $5)
        ORDER BY coalesce(words.ends_on, own.on_day), own.entry_id LIMIT $6");
    /// Their signings, and what was corrected in their ledgers, in the order of the ledger.
    SIGNINGS = "SELECT entry.subject_id, entry.entry_id, entry.kind, entry.on_day, entry.facts
        FROM responsibility JOIN entry ON entry.subject_id = responsibility.subject_id
        WHERE office_code >= $1 AND office_code <= $2 AND standing LIKE '%a%'
            AND entry.kind IN ('agreement_signed', 'corrected')
        ORDER BY entry.subject_id, entry.sequence";
    /// Their texts: until when each lasts.
    ENDS = "SELECT agreement.subject_id, agreement.entry_id, agreement.ends_on
        FROM responsibility JOIN agreement ON agreement.subject_id = responsibility.subject_id
        WHERE responsibility.office_code >= $1 AND responsibility.office_code <= $2 AND standing LIKE '%a%'";
    /// Who has signed what of them.
    SIDES = "SELECT agreement_signature.subject_id, agreement_signature.entry_id, side
        FROM responsibility JOIN agreement_signature
            ON agreement_signature.subject_id = responsibility.subject_id
        WHERE office_code >= $1 AND office_code <= $2 AND standing LIKE '%a%'";
    /// Of which of them there is a scan.
    SCANNED = "SELECT DISTINCT agreement_scan.subject_id, agreement_scan.entry_id
        FROM responsibility JOIN agreement_scan ON agreement_scan.subject_id = responsibility.subject_id
        WHERE office_code >= $1 AND office_code <= $2 AND standing LIKE '%a%' AND removed_at IS NULL";
}

store::row! {
    /// The text of a signing as it is stored.
    pub(crate) struct DocumentRow from "agreement" {
        pub(crate) subject_id: SubjectId,
        pub(crate) entry_id: EntryId,
        pub(crate) edition: String,
        pub(crate) office_code: i64,
        pub(crate) officer_id: ActorId,
        pub(crate) ends_on: Day,
        pub(crate) content: Sealed,
    }
}

store::row! {
    /// A signature as it is stored.
    pub(crate) struct SignatureRow from "agreement_signature" {
        pub(crate) subject_id: SubjectId,
        pub(crate) entry_id: EntryId,
        pub(crate) side: Side,
        pub(crate) signed_at: Instant,
        pub(crate) staff_id: ActorId,
        pub(crate) strokes: Sealed,
    }
}

store::row! {
    /// A scan of the signed paper, without what it shows.
    pub struct PaperRow from "agreement_scan" {
        /// Whose.
        pub subject_id: SubjectId,
        /// Its name in the database.
        pub scan_id: PaperId,
        /// The signing that it belongs to.
        pub entry_id: EntryId,
        /// What it is.
        pub media: Media,
        /// Its bytes.
        pub length: i64,
        /// When it was uploaded.
        pub uploaded_at: Instant,
        /// By whom.
        pub uploaded_by: ActorId,
        /// When it was removed.
        pub removed_at: Option<Instant>,
        /// By whom.
        pub removed_by: Option<ActorId>,
    }
}

store::row! {
    /// An unmet duty as it is stored.
    pub(crate) struct UnmetRow from "unmet_duty" {
        pub(crate) subject_id: SubjectId,
        pub(crate) unmet_id: UnmetId,
        pub(crate) entry_id: EntryId,
        pub(crate) noted_at: Instant,
        pub(crate) noted_by: ActorId,
        pub(crate) content: Sealed,
        pub(crate) withdrawn_at: Option<Instant>,
        pub(crate) withdrawn_by: Option<ActorId>,
    }
}

store::row! {
    /// A signing, or a correction, in the ledger of somebody under an agreement.
    pub(crate) struct SigningRow from "entry" {
        pub(crate) subject_id: SubjectId,
        pub(crate) entry_id: EntryId,
        pub(crate) kind: String,
        pub(crate) on_day: Day,
        pub(crate) facts: String,
    }
}

store::row! {
    /// A signing about which something is to be done.
    pub(crate) struct ServedRow from "agreement" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) entry_id: EntryId,
        pub(crate) on_day: Day,
        pub(crate) ends_on: Option<Day>,
        /// The day by which the list is in order: until when the text lasts, or of the signing where there is none.
        pub(crate) listed_by: Day,
        pub(crate) sides: i64,
        pub(crate) scans: i64,
        pub(crate) corrections: i64,
    }
}

store::row! {
    /// Somebody of whose change of officer nobody has told them.
    pub(crate) struct UntoldRow from "handover" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) handed_at: Instant,
    }
}

store::row! {
    /// Somebody who is or was of a team.
    pub struct MemberRow from "team_member" {
        /// Whose team.
        pub subject_id: SubjectId,
        /// The name of the membership in the database.
        pub member_id: MemberId,
        /// Who.
        pub staff_id: ActorId,
        /// In which part.
        pub part: Part,
        /// Since when.
        pub since: Day,
        /// Who added them.
        pub added_by: ActorId,
        /// Until when.
        pub until: Option<Day>,
        /// Who ended it.
        pub ended_by: Option<ActorId>,
    }
}
