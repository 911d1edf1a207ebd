//! Signing an agreement, and renewing it: the entry, the text, the officer, in one transaction.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{Held, hold_for, key_to};
use kernel::Day;
use ledger::Field;
use offices::{Office, Staff};
use rules::{Kind, Term};
use seekers::Person;
use services::model::{Done, Draft, Then};
use store::ledger::Channel;
use store::seal::SubjectKey;
use store::{ActorId, EntryId, SubjectId, Tx};
use subjects::Happening;

use super::documents::{Document, put_document};
use super::dossier::{group_of, place_name, places_of};
use super::residence::{Residence, residence_of};
use super::unmet::{Unmet, unmet_of};
use crate::model::{Content, Edition, Period, Refusal, ServicePlace, in_force};

/// What an officer and a person agree on.
#[derive(Clone, Debug)]
pub struct Signing {
    /// The day.
    pub on: Day,
    /// Who will be the officer.
    pub officer: ActorId,
    /// Where the person wants to be served.
    pub place: ServicePlace,
    /// Through which channel they met.
    pub channel: Channel,
    /// A sentence.
    pub words: String,
    /// The latest signing in force when the form was opened: nothing to sign, that one to renew.
    pub expected: Option<EntryId>,
}

/// Signs or renews an agreement (BJ18-23). Of two who do it at once, the first has; the other is told who, and
/// when.
pub async fn sign(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    signing: &Signing,
) -> Result<Done, Failure<Refusal>> {
    let (held, _) = hold_for(tx, occasion, Action::RecordService, subject).await?;
    let key = key_to(tx, desk, subject).await?;
    let before = expected(tx, desk, occasion, (subject, &key), signing.expected).await?;
    let office = office(tx, &held).await?;
    let officer = officer(tx, &office, signing.officer).await?;
    let person = seekers::person_of(tx, &key, subject).await?;
    let residence = residence_of(tx, &key, subject).await?;
    if let Some(person) = &person {
        may_serve(person, signing.place, &office).map_err(Failure::Refused)?;
        if residence.lacks_door {
            let since = residence.since;
            return Err(Failure::Refused(Refusal::AddressWanted { since }));
        }
    }
    let unmet = match &before {
        Some(period) => unmet_under(tx, desk, subject, period).await?,
        None => Vec::new(),
    };
    let duties_met = before.as_ref().map(|_| !unmet.iter().any(|unmet| unmet.content.bars()));
    let mut happening = Happening::new(Kind::AgreementSigned, signing.on)
        .through(signing.channel)
        .text(Field::Officer, &officer.name)
        .text(Field::Note, signing.words.trim());
    if let Some(met) = duties_met {
        happening = happening.flag(Field::DutiesMet, met);
    }
    let done = services::record_kept(tx, desk, occasion, subject, &Draft::new(happening)).await;
    let done = done.map_err(|failure| failure.map(Refusal::Service))?;
    let out_of_order = || Failure::Refused(Refusal::OutOfOrder);
    let entry = done.first().ok_or_else(out_of_order)?;
    // What lies before another signing, or before an end, would be in force for nobody.
    let now = force(tx, desk, occasion, subject).await?;
    if now.is_none_or(|period| period.last().entry != entry) {
        return Err(out_of_order());
    }
    let edition = Edition::on(signing.on).ok_or(Failure::Refused(Refusal::NoEdition))?;
    let months = edition.length_on(signing.on).months;
    let ends_on = Term::of(signing.on, months).last;
    let label = subjects::label_of(tx, &desk.sealing, subject).await?;
    let name = label.as_ref().map_or("", |label| label.name.reveal());
    let group = group_of(&subjects::history(tx, &key, subject).await?);
    let words = |unmet: &Unmet| words_of(edition, unmet);
    let content = Content {
        place: signing.place,
        officer: officer.name.clone(),
        months,
        from: signing.on.to_string(),
        until: ends_on.to_string(),
        renews: before.is_some(),
        duties_met,
        unmet: unmet.iter().map(words).collect(),
        ..known(name, group, (person.as_ref(), residence), Some(&office))
    };
    let document = Document {
        subject,
        entry,
        edition: edition.id.clone(),
        office_code: office.code,
        officer: officer.staff_id,
        ends_on,
        content,
    };
    put_document(tx, &desk.sealing, &key, &document).await?;
    if held.officer != Some(officer.staff_id) {
        let reason = "签订就业援助服务协议，指定为专员";
        duties::appoint(tx, desk, occasion, subject, officer.staff_id, reason)
            .await
            .map_err(|failure| failure.map(Refusal::HandOver))?;
    }
    Ok(done)
}

/// Says which duty was not met, when, why.
pub(crate) fn words_of(edition: &Edition, unmet: &Unmet) -> String {
    let content = &unmet.content;
    let excused = if content.is_excused { "，有正当理由" } else { "" };
    let heard = match content.hearing() {
        none if none.is_empty() => none,
        words => format!("；{words}"),
    };
    let duty = edition.duty_words(&content.duty);
    format!("{} {duty}：{}{excused}{heard}", content.on, content.reason)
}

/// Gives what is known for the text of an agreement.
pub(crate) fn known(
    name: &str,
    group: String,
    (person, residence): (Option<&Person>, Residence),
    office: Option<&Office>,
) -> Content {
    let mut content = Content { name: name.to_owned(), group, ..Content::default() };
    if let Some(office) = office {
        content.office.clone_from(&office.name);
        content.office_address.clone_from(&office.address);
        content.office_phone.clone_from(&office.phone);
    }
    if let Some(person) = person {
        let particulars = &person.particulars;
        let household = person.household_division.parse::<kernel::Division>();
        let household = household.map(kernel::Division::full_name).unwrap_or_default();
        content.document.clone_from(&particulars.document);
        content.number.clone_from(&particulars.number);
        content.phone.clone_from(&particulars.phone);
        // A door of the place where they lived before is no door here.
        let address = if residence.lacks_door { "" } else { particulars.address.as_str() };
        content.residence = format!("{}{address}", place_name(person.residence_code));
        content.household = format!("{household}{}", particulars.household_address);
    }
    content
}

/// Gives the agreement that was expected to be in force, or refuses with who was first.
async fn expected(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, key): (SubjectId, &SubjectKey),
    expected: Option<EntryId>,
) -> Result<Option<Period>, Failure<Refusal>> {
    let current = force(tx, desk, occasion, subject).await?;
    if current.as_ref().map(|period| period.last().entry) == expected {
        return Ok(current);
    }
    Err(Failure::Refused(meanwhile(tx, desk, occasion, (subject, key), current.as_ref()).await?))
}

/// Says what happened since a form was opened: who signed and when, or how the agreement ended.
pub(crate) async fn meanwhile(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, key): (SubjectId, &SubjectKey),
    current: Option<&Period>,
) -> Result<Refusal, store::StoreError> {
    let Some(current) = current else {
        let known = subjects::facts_of(tx, subject).await?;
        let now = Then::at(&desk.rulebook, &known, occasion.today);
        let last = crate::model::periods(&now).pop().and_then(|period| period.ended);
        return Ok(last.map_or(Refusal::NoAgreement, |ending| Refusal::EndedMeanwhile {
            what: ending.kind.term(),
            on: ending.on,
        }));
    };
    let past = subjects::history(tx, key, subject).await?;
    let signed = past.iter().find(|past| past.id == current.last().entry);
    let written = signed.and_then(|past| past.text(Field::Staff));
    let by = match signed.and_then(|past| past.staff) {
        Some(staff) => offices::find_staff(tx, staff).await?.map(|staff| staff.name),
        None => written.map(|name| name.reveal().to_owned()),
    };
    Ok(Refusal::SignedMeanwhile {
        by: by.unwrap_or_else(|| "同事".to_owned()),
        at: signed.map_or_else(String::new, |past| moment(past.recorded_at)),
        on: current.last().on,
    })
}

/// Gives an instant as day and time at UTC+8.
pub(crate) fn moment(instant: store::Instant) -> String {
    let seconds = (instant.micros() / 1_000_000 + 8 * 3_600).rem_euclid(86_400);
    format!("{} {:02}:{:02}", web::day_of(instant), seconds / 3_600, seconds % 3_600 / 60)
}

/// Gives the agreement in force today.
pub(crate) async fn force(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<Option<Period>, store::StoreError> {
    let known = subjects::facts_of(tx, subject).await?;
    Ok(in_force(&Then::at(&desk.rulebook, &known, occasion.today)))
}

/// Gives what was noted as not met since the latest signing.
async fn unmet_under(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
    period: &Period,
) -> Result<Vec<Unmet>, store::StoreError> {
    let files = duties::files_of(tx, desk, subject).await?;
    let mut unmet = unmet_of(tx, &files).await?;
    unmet.retain(|unmet| unmet.entry == period.last().entry && unmet.withdrawn.is_none());
    Ok(unmet)
}

/// The office that answers for the person signs.
async fn office(tx: &mut Tx, held: &Held) -> Result<Office, Failure<Refusal>> {
    let office = offices::office_by_code(tx, held.office_code).await?;
    let none =
        || Failure::Refused(Refusal::NotOfOffice { office: "负责本人的机构".to_owned() });
    office.ok_or_else(none)
}

/// Finds the officer among the counsellors of the office, and holds them there until this is done.
async fn officer(
    tx: &mut Tx,
    office: &Office,
    officer: ActorId,
) -> Result<Staff, Failure<Refusal>> {
    let staff = offices::hold_staff(tx, officer).await?;
    let works = |staff: &Staff| staff.is_active() && staff.office_id == office.office_id;
    let staff = staff
        .filter(works)
        .ok_or_else(|| Failure::Refused(Refusal::NotOfOffice { office: office.name.clone() }))?;
    if staff.guides_at(office.code) {
        Ok(staff)
    } else {
        Err(Failure::Refused(Refusal::UnfitRole { name: staff.name }))
    }
}

/// Tells whether an office serves the place that somebody has chosen (BJ18-23).
pub(crate) fn may_serve(
    person: &Person,
    place: ServicePlace,
    office: &Office,
) -> Result<(), Refusal> {
    let code = places_of(person).code(place);
    let code = code.ok_or(Refusal::PlaceUnknown { place: place.term() })?;
    if ServicePlace::is_served_by(office.code, code) {
        return Ok(());
    }
    let at = place_name(code);
    Err(Refusal::PlaceElsewhere { place: place.term(), at, office: office.name.clone() })
}
