//! Making one file of two that belong to one person.
//!
//! The chains of both ledgers stay as they are. The file that was opened first goes on, or the one with an agreement in
//! force. What the other holds is recorded once more in it, each entry on its own day and with a note of where it came
//! from, so that the rules see one history; then nobody answers for the other any more, nothing is owed in it, and
//! whoever opens it is led on.

use std::collections::HashMap;
use std::fmt;

use access::{Action, Failure, Role};
use desk::{Desk, Occasion};
use duties::{Entered, ServiceRefusal, derive, enter};
use kernel::{AddressRule, Day, ResidentId};
use ledger::{Field, FieldType, fields_of};
use rules::{Initiator, Kind};
use store::{StoreError, SubjectId, ToValue, Tx};
use subjects::{Happening, Past, RecordRefusal, Recorder, facts_of, history};

use super::amend::note_change;
use super::households::{join_household, leave_household};
use super::joining::{Step, lost, steps};
use super::person::{PARTICULARS, Person, person_of, put_lookups};
use super::under_way::under_way;
use crate::model::{Change, Lost, Particulars};
use crate::sql;

/// Why two files are not merged.
#[derive(Debug)]
pub enum MergeRefusal {
    /// There is no file of this number, or nobody answers for it.
    NoFile {
        /// The number.
        file_number: String,
    },
    /// It is one file.
    Same,
    /// Both carry the number of a resident, and not the same: only the head of an office merges them.
    TwoNumbers,
    /// In both an agreement is in force, though one person has one (BJ18-23).
    TwoAgreements,
    /// It was not said why.
    NoReason,
    /// Something in a file must come to its end before.
    UnderWay {
        /// The number of the file.
        file_number: String,
        /// What, in words that complete 还有….
        open: Vec<String>,
    },
    /// What is in force in one file would come to its end by an entry of the other.
    Ended {
        /// The number of the file in which it is in force.
        file_number: String,
        /// That of the other one.
        other: String,
        /// What, and by which entry.
        lost: Lost,
    },
    /// A file cannot be opened.
    File(ServiceRefusal),
    /// An entry cannot be recorded once more.
    Entry {
        /// What happened.
        kind: Kind,
        /// Why not.
        why: RecordRefusal,
    },
}

impl fmt::Display for MergeRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFile { file_number } => write!(
                out,
                "没有编号为 {file_number} 的档案，或它已合并到别的档案；档案编号在档案页首，例如 P00000123"
            ),
            Self::Same => out.write_str("两个编号是同一份档案；请填写另一份档案的编号"),
            Self::TwoNumbers => out.write_str(
                "两份档案的居民身份证号不同，又都校验无误：一人一号，多半是两个人。合并后不能撤回，\
                 所以只能由机构负责人核对证件原件后办理，并写明理由；号码录错的，请先在“修改资料”中改正",
            ),
            Self::TwoAgreements => out.write_str(
                "两份档案都有正在执行的就业援助服务协议，一个人只签一份（BJ18-23）；\
                 请先与本人商定保留哪一份，终止另一份，再合并",
            ),
            Self::NoReason => out.write_str("请填写理由：为什么确是同一个人，依据什么核对的"),
            Self::UnderWay { file_number, open } => write!(
                out,
                "档案 {file_number} 还有{}；请先办完、取消或撤回，再合并，以免随旧档案一起看不到",
                open.join("、")
            ),
            Self::Ended { file_number, other, lost } => {
                let what = lost.what.term();
                let by = lost.by.map_or_else(
                    || "中的记录".to_owned(),
                    |(kind, on)| format!("台账中 {on} 的“{}”", kind.term()),
                );
                write!(
                    out,
                    "档案 {file_number} 的{what}正在生效，合并后会因档案 {other} {by}而随之结束，不能就这样合并。\
                     请先核对：那条记录写错的，先在档案 {other} 中更正；没有写错的，先在档案 {file_number} 中办理结束，\
                     合并后仍应继续的再重新办理"
                )
            }
            Self::File(refusal) => refusal.fmt(out),
            Self::Entry { kind, why } => write!(out, "“{}”记录不能转录：{why}", kind.term()),
        }
    }
}

/// Two files of one person.
#[derive(Debug)]
pub struct Pair {
    /// The file in which both go on.
    pub kept: Side,
    /// The one that goes on in it.
    pub gone: Side,
}

/// One of them.
#[derive(Debug)]
pub struct Side {
    /// The file.
    pub entered: Entered,
    /// Who it says the person is.
    pub person: Person,
}

/// Opens two files to be compared, by their numbers; refuses while something is under way in either, and where what is in
/// force in one would come to its end by what the other says.
pub async fn compare(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    one: &str,
    other: &str,
) -> Result<Pair, Failure<MergeRefusal>> {
    let first = open(tx, desk, occasion, one).await?;
    let second = open(tx, desk, occasion, other).await?;
    if first.person.subject == second.person.subject {
        return Err(Failure::Refused(MergeRefusal::Same));
    }
    // Identifiers are made of the time.
    let is_earlier = first.person.subject < second.person.subject;
    // An agreement has a text, signatures and plans, which stay where they were made.
    let keeps_first = match (first.is_under_agreement(), second.is_under_agreement()) {
        (true, true) => return Err(Failure::Refused(MergeRefusal::TwoAgreements)),
        (true, false) => true,
        (false, true) => false,
        (false, false) => is_earlier,
    };
    let (kept, gone) = if keeps_first { (first, second) } else { (second, first) };
    let pair = Pair { kept, gone };
    if pair.has_two_numbers() && !occasion.actor.is(Role::Head) {
        return Err(Failure::Refused(MergeRefusal::TwoNumbers));
    }
    if let Some(lost) = lost(tx, &desk.rulebook, occasion.today, &pair).await? {
        let number = |side: &Side| side.person.file_number.clone();
        let (kept, gone) = (number(&pair.kept), number(&pair.gone));
        let (file_number, other) = if lost.is_of_kept { (kept, gone) } else { (gone, kept) };
        return Err(Failure::Refused(MergeRefusal::Ended { file_number, other, lost }));
    }
    Ok(pair)
}

impl Side {
    /// Tells whether an employment-assistance agreement is in force (BJ18-23).
    fn is_under_agreement(&self) -> bool {
        self.entered.held.standing.under_agreement
    }
}

impl Pair {
    /// Tells whether the files carry the numbers of two residents, each valid: nobody has two.
    #[must_use]
    pub fn has_two_numbers(&self) -> bool {
        let number = |side: &Side| {
            let number = &side.person.particulars.number;
            let read = ResidentId::parse(number, Day::LAST, AddressRule::Any).ok()?;
            Some(read.value.in_clear().to_owned())
        };
        match (number(&self.kept), number(&self.gone)) {
            (Some(one), Some(other)) => one != other,
            _ => false,
        }
    }
}

async fn open(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    file_number: &str,
) -> Result<Side, Failure<MergeRefusal>> {
    let no_file = || Failure::Refused(MergeRefusal::NoFile { file_number: file_number.to_owned() });
    let known: Option<(SubjectId,)> = tx.optional(sql::BY_FILE_NUMBER, &[&file_number]).await?;
    let (subject,) = known.ok_or_else(no_file)?;
    if duties::held(tx, subject).await?.is_none() {
        return Err(no_file());
    }
    let entered = enter(tx, desk, occasion, Action::Merge, subject, None)
        .await
        .map_err(|failure| failure.map(MergeRefusal::File))?;
    let person = person_of(tx, &entered.key, subject).await?.ok_or_else(no_file)?;
    let open = under_way(tx, desk, (subject, &entered.key), occasion.today).await?;
    if !open.is_empty() {
        let file_number = person.file_number;
        return Err(Failure::Refused(MergeRefusal::UnderWay { file_number, open }));
    }
    Ok(Side { entered, person })
}

/// Merges two files; gives the one in which both go on.
pub async fn merge(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (one, other): (&str, &str),
    reason: &str,
) -> Result<SubjectId, Failure<MergeRefusal>> {
    let pair = compare(tx, desk, occasion, one, other).await?;
    if reason.trim().is_empty() {
        return Err(Failure::Refused(MergeRefusal::NoReason));
    }
    // Nobody records into either while they become one; what was read before that is read again.
    for side in [&pair.kept, &pair.gone] {
        duties::hold(tx, side.person.subject).await?;
    }
    let pair = compare(tx, desk, occasion, one, other).await?;
    let (kept, gone) = (pair.kept.person.subject, pair.gone.person.subject);
    let twice = transcribe(tx, desk, occasion, &pair).await?;
    duties::take_rests_along(tx, gone, kept).await?;
    complete(tx, desk, occasion, &pair, twice, reason).await?;
    for statement in [sql::DROP_DUTIES, sql::DROP_GATES, sql::DROP_RESPONSIBILITY] {
        tx.execute(statement, &[&gone]).await?;
    }
    // What the other file was found by stays, and leads to the one that goes on: nobody is given a second file again.
    leave_household(tx, gone).await?;
    tx.execute(sql::REDIRECT_MERGED, &[&kept, &gone]).await?;
    if tx.execute(sql::MERGE_PERSON, &[&kept, &gone]).await? == 0 {
        return Err(tx.conflict(sql::MERGE_PERSON).into());
    }
    Ok(kept)
}

/// Records what the file that goes holds once more in the one that stays, and lets the rules look at the whole. What both say
/// happened once, so it is counted once; gives how many entries that were.
async fn transcribe(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    Pair { kept, gone }: &Pair,
) -> Result<usize, Failure<MergeRefusal>> {
    let subject = kept.person.subject;
    let past = history(tx, &gone.entered.key, gone.person.subject).await?;
    let own = history(tx, &kept.entered.key, subject).await?;
    let mut twice = 0;
    let mut known = facts_of(tx, subject).await?;
    let actor = &occasion.actor;
    let recorder = Recorder {
        subject,
        staff: Some(actor.id),
        staff_name: &actor.name,
        office: Some(actor.office),
        office_name: &actor.office_name,
        now: occasion.now,
    };
    let mut names = HashMap::new();
    for Step { entry, same_as } in steps(&own, &past) {
        if let Some(same) = same_as {
            names.insert(entry.id, same);
            twice += 1;
            continue;
        }
        let mut happening = transcript(entry, &gone.person.file_number);
        if let Some(about) = entry.of.and_then(|of| names.get(&of).copied()) {
            happening = happening.about(about);
        }
        let new = subjects::record(
            tx,
            &desk.sealing,
            &kept.entered.key,
            &recorder,
            &happening,
            &mut known,
        )
        .await
        .map_err(|failure| failure.map(|why| MergeRefusal::Entry { kind: entry.kind, why }))?;
        names.insert(entry.id, new);
    }
    derive(tx, &desk.rulebook, &kept.entered.held, &known, occasion.today).await?;
    Ok(twice)
}

/// An entry as it is recorded once more.
fn transcript(past: &Past, file_number: &str) -> Happening {
    let mut happening = Happening::new(past.kind, past.on);
    happening.channel = past.channel;
    happening.initiated_by = Some(match past.initiated_by {
        store::ledger::Initiator::Subject => Initiator::Subject,
        store::ledger::Initiator::Agency => Initiator::Agency,
    });
    for rule in fields_of(past.kind) {
        let field = rule.field;
        happening = match rule.field_type {
            FieldType::Reference => happening,
            FieldType::Flag => match past.flag(field) {
                Some(flag) => happening.flag(field, flag),
                None => happening,
            },
            FieldType::Level => match past.number(field) {
                Some(level) => happening.number(field, level),
                None => happening,
            },
            FieldType::Version | FieldType::Text | FieldType::Day | FieldType::Stage => {
                match (past.number(field), past.text(field)) {
                    (Some(number), _) => happening.number(field, number),
                    (None, Some(text)) => put(happening, field, text.reveal()),
                    (None, None) => happening,
                }
            }
        };
    }
    for (field, text) in past.further() {
        happening = happening.text(field, text.reveal());
    }
    let said = |field| past.text(field).map_or_else(String::new, |text| text.reveal().to_owned());
    let note = said(Field::Note);
    let by = said(Field::Staff);
    let gap = if note.is_empty() { "" } else { "；" };
    let by = if by.is_empty() { String::new() } else { format!("，原经办 {by}") };
    let from = subjects::transcribed_from(file_number);
    happening.text(Field::Note, format!("{note}{gap}{from}{by}"))
}

/// Adds a text as it stands: one that must be there may be empty.
fn put(mut happening: Happening, field: Field, text: &str) -> Happening {
    happening.fields.push((field, text.into()));
    happening
}

/// Fills what the file that stays left blank with what the other one says.
async fn complete(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    pair: &Pair,
    twice: usize,
    reason: &str,
) -> Result<(), StoreError> {
    let (kept, gone) = (&pair.kept.person, &pair.gone.person);
    let particulars = completed(&kept.particulars, &gone.particulars);
    let or =
        |one: &String, other: &String| if one.is_empty() { other.clone() } else { one.clone() };
    let sealed = PARTICULARS.seal(&desk.sealing, &pair.kept.entered.key, &[], &particulars)?;
    let values: [&dyn ToValue; 7] = [
        &kept.residence_code,
        &or(&kept.household_division, &gone.household_division),
        &or(&kept.education, &gone.education),
        &or(&kept.occupation, &gone.occupation),
        &sealed,
        &kept.subject,
        &kept.version,
    ];
    if tx.execute(sql::AMEND_PERSON, &values).await? == 0 {
        return Err(tx.conflict(sql::AMEND_PERSON));
    }
    let name = pair.kept.entered.label.name.reveal();
    let keys = desk.sealing.keys.as_ref();
    put_lookups(tx, keys, kept.subject, name, &particulars, false).await?;
    if kept.particulars.household_number.is_empty() && !particulars.household_number.is_empty() {
        let number = &particulars.household_number;
        let residence = kept.residence_code;
        join_household(tx, &desk.sealing, kept.subject, number, residence, occasion.now).await?;
    }
    let mut changes = kept.particulars.changes_to(&particulars);
    changes.push(Change {
        field: "合并档案".to_owned(),
        before: String::new(),
        after: if twice == 0 {
            format!("并入 {}，理由：{reason}", gone.file_number)
        } else {
            let number = &gone.file_number;
            format!("并入 {number}，两份档案都有的 {twice} 条记录只计一次，理由：{reason}")
        },
    });
    note_change(tx, desk, occasion, kept.subject, kept.version + 1, &changes).await
}

/// Gives particulars with what the other file knows besides; another telephone number becomes another way to
/// reach the person.
fn completed(kept: &Particulars, gone: &Particulars) -> Particulars {
    let mut whole = kept.clone();
    macro_rules! fill {
        ($($field:ident),+) => { $(
            if whole.$field.is_empty() {
                whole.$field.clone_from(&gone.$field);
            }
        )+ };
    }
    if whole.other_contact.is_empty() && whole.phone != gone.phone {
        whole.other_contact.clone_from(&gone.phone);
    }
    fill!(
        number,
        birth,
        sex,
        phone,
        other_contact,
        address,
        household_address,
        household_kind,
        household_number,
        trade,
        experience,
        unemployed_since,
        skill_level,
        skills,
        family_care,
        family_marks,
        family_note,
        hardship,
        wanted_work,
        wanted_pay,
        wanted_place,
        wanted_hours,
        promised_on,
        notes
    );
    for group in &gone.groups {
        if !whole.groups.contains(group) {
            whole.groups.push(group.clone());
        }
    }
    whole
}
