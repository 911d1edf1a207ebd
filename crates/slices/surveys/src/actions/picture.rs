//! What a round of surveys showed (BJ18-20): read from the ledger each time, never from a copy; of what lies under seal
//! the figures are kept beside, as long as they are of the same surveys.

use std::collections::{BTreeMap, BTreeSet};

use access::{Action, Area, Failure, OfficeLevel, Relation, looks_after};
use desk::{Desk, Occasion};
use duties::model::read_standing;
use store::{ActorId, StoreError, SubjectId, Tx};

use super::reach::reach;
use super::reasons::{
    CountedReasons, ReasonCount, Wanted, by_number, reasons_from_above, reasons_of_office,
};
use super::rounds::find_round;
use super::to_visit::{from_street, people_of_office};
use crate::model::{
    Figure, Figures, LedgerLine, Reached, Round, RoundId, Survey, SurveyRefusal, Willingness,
    surveys, tally,
};
use crate::sql::{self, LineRow, PersonRow};

/// Where somebody counts who lives outside the street whose office answers for them.
pub const LIVES_ELSEWHERE: i64 = 0;

/// What a round showed in an area.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The round.
    pub round: Round,
    /// What is looked at: the round's office and below, or the part of it that was asked for or may be seen.
    pub area: Area,
    /// By district, street or community: its code, and its figures.
    pub places: BTreeMap<i64, Figures>,
    /// All of it.
    pub total: Figures,
    /// Why people are not willing or do not register, the most frequent first.
    pub reasons: Vec<(String, ReasonCount)>,
    /// What of the reasons was counted anew: to be kept, so that the next one who looks need not wait for it.
    pub counted: Vec<CountedReasons>,
}

/// Somebody behind a figure. Nothing sealed has been opened.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Who.
    pub subject: SubjectId,
    /// The office that answers for them.
    pub office_code: i64,
    /// The officer who does.
    pub officer: Option<ActorId>,
    /// Where they live.
    pub residence_code: i64,
    /// What they count for.
    pub reached: Reached,
    /// The survey that counts.
    pub survey: Option<Survey>,
}

/// Gives what a round showed, in the part of it that the actor sees; `part` asks for an office below.
pub async fn picture(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    round: RoundId,
    part: Option<Area>,
) -> Result<Picture, Failure<SurveyRefusal>> {
    let (round, area) = seen(tx, occasion, Action::SeeFigures, round, part).await?;
    let mut touched = touched(tx, &round, read_for(area)).await?;
    let mut places = if area.level() >= OfficeLevel::Street {
        let people = everyone(tx, occasion, &round, area, &touched).await?;
        let counted: BTreeSet<SubjectId> = people.iter().map(|one| one.subject).collect();
        touched.retain(|subject, _| counted.contains(subject));
        tally(people.iter().map(|one| &one.reached))
    } else {
        from_above(tx, &round, area, &touched).await?
    };
    places.retain(|_, figures| *figures != Figures::default());
    let mut total = Figures::default();
    for figures in places.values() {
        total.add(figures);
    }
    let mut wanted: BTreeMap<i64, Wanted> = BTreeMap::new();
    for one in touched.values() {
        let Some(survey) = one.survey else { continue };
        if survey.willingness != Willingness::Registers {
            let own = wanted.entry(one.office_code).or_default();
            own.insert(survey.entry, survey.willingness);
        }
    }
    let days = (round.first_day, round.last_day);
    let (mut counts, mut counted) = (BTreeMap::new(), Vec::new());
    if area.level() >= OfficeLevel::Street {
        for (office, own) in &wanted {
            for (reason, count) in reasons_of_office(tx, desk, days, (*office, own)).await? {
                let sum: &mut ReasonCount = counts.entry(reason).or_default();
                sum.unwilling += count.unwilling;
                sum.unregistered += count.unregistered;
            }
        }
    } else {
        (counts, counted) = reasons_from_above(tx, desk, days, &wanted).await?;
    }
    Ok(Picture { round, area, places, total, reasons: by_number(counts), counted })
}

/// Gives the people behind a figure, of a place within the area that is looked at; for whoever may read them.
pub async fn counted(
    tx: &mut Tx,
    occasion: &Occasion,
    action: Action,
    round: RoundId,
    part: Option<Area>,
    place: Option<i64>,
    figure: Figure,
) -> Result<(Round, Area, Vec<Counted>), Failure<SurveyRefusal>> {
    let (round, area) = seen(tx, occasion, action, round, part).await?;
    let touched = touched(tx, &round, read_for(area)).await?;
    let mut people = everyone(tx, occasion, &round, area, &touched).await?;
    people.retain(|one| {
        figure.holds(&one.reached) && place.is_none_or(|place| one.reached.place == place)
    });
    people.sort_by_key(|one| (one.reached.place, one.office_code, one.subject));
    Ok((round, area, people))
}

/// Finds a round and the part of it that the actor may see; of a round elsewhere nothing.
async fn seen(
    tx: &mut Tx,
    occasion: &Occasion,
    action: Action,
    round: RoundId,
    part: Option<Area>,
) -> Result<(Round, Area), Failure<SurveyRefusal>> {
    let Some(round) = find_round(tx, round).await? else {
        occasion.may(action, Relation::Elsewhere)?;
        return Err(Failure::Refused(SurveyRefusal::NoRound));
    };
    let denied = access::Denied { action };
    let seen = round.seen_from(occasion.actor.area).ok_or(denied)?;
    let area = part.unwrap_or(seen);
    if !seen.holds(area.first) || !seen.holds(area.last) {
        return Err(denied.into());
    }
    // Whoever serves in an office sees its own people, never those of offices below it.
    let area = reach(occasion, action, area)?;
    Ok((round, area))
}

/// Somebody whom the round has met, or tried to.
struct Touched {
    office_code: i64,
    standing: String,
    survey: Option<Survey>,
    attempts: i64,
}

/// Gives everybody whom the round has met, and everybody it covers whom it tried to meet.
async fn touched(
    tx: &mut Tx,
    round: &Round,
    area: Area,
) -> Result<BTreeMap<SubjectId, Touched>, StoreError> {
    let rows = lines(tx, round, area).await?;
    let lines: Vec<LedgerLine> = rows.iter().map(LineRow::line).collect();
    let mut found = surveys(&lines)?;
    let mut touched = BTreeMap::new();
    for row in rows {
        let own = found.remove(&row.subject_id).unwrap_or_default();
        if let Some(survey) = own.into_iter().rfind(|survey| round.has_day(survey.on)) {
            let LineRow { subject_id, office_code, standing, .. } = row;
            let one = Touched { office_code, standing, survey: Some(survey), attempts: 0 };
            touched.insert(subject_id, one);
        }
    }
    let tries: Vec<(SubjectId, i64, String, i64)> = tx
        .all(sql::ATTEMPTS_OF_OFFICE, &[&round.first_day, &round.last_day, &area.first, &area.last])
        .await?;
    for (subject, office_code, standing, attempts) in tries {
        if let Some(one) = touched.get_mut(&subject) {
            one.attempts = attempts;
        } else if round.covers().holds(&read_standing(&standing)) {
            touched.insert(subject, Touched { office_code, standing, survey: None, attempts });
        }
    }
    Ok(touched)
}

/// Gives what the ledger says of surveys in the round's days: of a street person by person, of more day by day, so
/// that neither goes through what does not concern it.
async fn lines(tx: &mut Tx, round: &Round, area: Area) -> Result<Vec<LineRow>, StoreError> {
    let (first, last) = (round.first_day, round.last_day);
    if area.level() >= OfficeLevel::Street {
        return tx.all(sql::LINES_OF_OFFICE, &[&area.first, &area.last, &first]).await;
    }
    let mut lines: Vec<LineRow> =
        tx.all(sql::SURVEYS_OF_DAYS, &[&first, &last, &area.first, &area.last]).await?;
    lines.extend(tx.all::<LineRow>(sql::CORRECTIONS, &[&area.first, &area.last]).await?);
    Ok(lines)
}

/// Gives the offices among whose people those of an area are found: of a community the street's as well, which answers
/// for those who live there.
const fn read_for(area: Area) -> Area {
    match area.level() {
        OfficeLevel::Community => from_street(area.first),
        _ => area,
    }
}

/// Gives everybody of an area whom the round covers or has met, one by one. Of a community those are counted who live
/// there (BJ18-18), for whoever looks after them or leads the street.
async fn everyone(
    tx: &mut Tx,
    occasion: &Occasion,
    round: &Round,
    area: Area,
    touched: &BTreeMap<SubjectId, Touched>,
) -> Result<Vec<Counted>, StoreError> {
    let mut rows = people_of_office(tx, read_for(area)).await?;
    rows.retain(|row| {
        touched.contains_key(&row.subject_id) || round.covers().holds(&read_standing(&row.standing))
    });
    let known: BTreeSet<SubjectId> = rows.iter().map(|row| row.subject_id).collect();
    // Whoever was met and is in no group any more was met all the same.
    for subject in touched.keys().filter(|subject| !known.contains(subject)) {
        rows.extend(tx.optional::<PersonRow>(sql::PERSON, &[subject]).await?);
    }
    let (level, own) = (area.level(), occasion.actor.area);
    if level == OfficeLevel::Community {
        let sees_all = own.first != area.first || occasion.actor.community().is_some();
        rows.retain(|row| {
            row.office_code == area.first
                || sees_all && looks_after(area.first, row.office_code, row.residence_code)
        });
    }
    let counted = rows.into_iter().map(|row| {
        let one = touched.get(&row.subject_id);
        let survey = one.and_then(|one| one.survey);
        let place = place(level, row.office_code, row.residence_code);
        let attempts = one.map_or(0, |one| one.attempts);
        let answer = survey.map(|survey| survey.willingness);
        Counted {
            subject: row.subject_id,
            office_code: row.office_code,
            officer: row.officer_id,
            residence_code: row.residence_code,
            reached: Reached { place, answer, attempts },
            survey,
        }
    });
    Ok(counted.collect())
}

/// Counts a district or a city: those untouched by their number alone, so that nobody's row is read.
async fn from_above(
    tx: &mut Tx,
    round: &Round,
    area: Area,
    touched: &BTreeMap<SubjectId, Touched>,
) -> Result<BTreeMap<i64, Figures>, StoreError> {
    let level = area.level();
    let people: Vec<Reached> = touched
        .values()
        .map(|one| Reached {
            place: place(level, one.office_code, one.office_code),
            answer: one.survey.map(|survey| survey.willingness),
            attempts: one.attempts,
        })
        .collect();
    let mut places = tally(&people);
    let mut members: BTreeMap<i64, i64> = BTreeMap::new();
    let counts: Vec<(i64, String, i64)> =
        tx.all(sql::STANDING_COUNTS, &[&area.first, &area.last]).await?;
    for (office_code, standing, number) in counts {
        if round.covers().holds(&read_standing(&standing)) {
            *members.entry(place(level, office_code, office_code)).or_default() += number;
        }
    }
    for one in touched.values() {
        if round.covers().holds(&read_standing(&one.standing)) {
            *members.entry(place(level, one.office_code, one.office_code)).or_default() -= 1;
        }
    }
    for (place, number) in members {
        places.entry(place).or_default().count_untouched(number);
    }
    Ok(places)
}

/// Where somebody counts: in a city by district, in a district by street, in a street by the community they live in.
const fn place(level: OfficeLevel, office_code: i64, residence_code: i64) -> i64 {
    match level {
        OfficeLevel::City => office_code - office_code % 1_000_000,
        OfficeLevel::District => office_code - office_code % 1_000,
        _ if residence_code / 1_000 == office_code / 1_000 => residence_code,
        _ => LIVES_ELSEWHERE,
    }
}
