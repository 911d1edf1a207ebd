//! Duties that a survey of a person in hardship starts (BJ18 articles 20 and 21).

use crate::entry::{Circumstance, Detail, Entry};
use crate::law::{Parameter, RegulationId};
use crate::life::Life;
use crate::rule::{CountedFrom, Discharge, Ending, Rule, at_when};
use crate::vocabulary::Kind;

/// BJ18 第二十条: on the day of the first survey the service ledger is opened.
pub(super) const LEDGER_AT_SURVEY: Rule = Rule {
    id: "BJ18-20(a)",
    regulation: RegulationId::Bj18,
    owes: "open the ledger",
    duty: "摸查当天建立个人服务台账",
    starts: &[at_when(Kind::Surveyed, |life, _| !life.surveyed && !life.ledger_opened)],
    period: Parameter::SurveyRecords,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Next(Kind::LedgerOpened)],
    ends: &[],
};

/// BJ18 第二十条: likewise the file of what work the person looks for.
pub(super) const DEMAND_FILE_AT_SURVEY: Rule = Rule {
    id: "BJ18-20(b)",
    regulation: RegulationId::Bj18,
    owes: "open the demand file",
    duty: "摸查当天建立就业需求档案",
    starts: &[at_when(Kind::Surveyed, |life, _| !life.surveyed && !life.demand_file_opened)],
    period: Parameter::SurveyRecords,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Next(Kind::DemandFileOpened)],
    ends: &[],
};

/// BJ18 第二十一条第（二）项: somebody willing to work who does not register yet is surveyed again.
pub(super) const SURVEY_AGAIN: Rule = Rule {
    id: "BJ18-21(2)",
    regulation: RegulationId::Bj18,
    owes: "survey again",
    duty: "跟踪摸查",
    starts: &[at_when(Kind::Surveyed, |life, entry| {
        stays_unregistered(life, entry) == Some(Circumstance::None)
    })],
    period: Parameter::SurveyAgain,
    counted_from: CountedFrom::Start,
    met_by: &[Discharge::Next(Kind::Surveyed), Discharge::Next(Kind::SeekerRegistered)],
    ends: &[Ending::Next(Kind::ServiceStopped)],
};

/// BJ18 第二十一条第（二）项: childbirth or caring may move the next survey, never beyond the cap.
pub(super) const SURVEY_AGAIN_WITHIN_CAP: Rule = Rule {
    starts: &[at_when(Kind::Surveyed, |life, entry| {
        matches!(
            stays_unregistered(life, entry),
            Some(Circumstance::Childbirth | Circumstance::Caring)
        )
    })],
    period: Parameter::SurveyAgainAtMost,
    ..SURVEY_AGAIN
};

/// Gives the circumstance of somebody who is willing, does not register and is not registered.
fn stays_unregistered(life: &Life, entry: &Entry<'_>) -> Option<Circumstance> {
    match entry.detail {
        Detail::Survey { willing: true, registers: false, circumstance }
            if !life.seeker_registered =>
        {
            Some(circumstance)
        }
        _ => None,
    }
}
