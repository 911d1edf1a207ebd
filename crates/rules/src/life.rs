//! The states of a subject, as the entries leave them.

use kernel::Day;

use crate::decision::Standing;
use crate::entry::{Detail, Entry};
use crate::vocabulary::{Initiator, Kind};

/// Points at an entry by its place in the order in which entries count.
pub(crate) type Place = u32;

/// An employment-assistance agreement in force.
#[derive(Clone, Debug)]
pub(crate) struct Agreement {
    /// Where it was first signed; a renewal goes on from there.
    pub(crate) signed: Place,
    /// The day it was first signed.
    pub(crate) signed_on: Day,
    /// Whether the latest signing leaves the person's own duties unmarked (BJ18-30).
    pub(crate) duties_met: bool,
    /// The recommendations made under it.
    pub(crate) recommendations: Vec<Place>,
    /// How many of them have not led to being hired by their last result.
    pub(crate) not_hired: u32,
    /// How many of them have a last result of not being hired for a cause not the person's own.
    pub(crate) not_hired_not_own_cause: u32,
    /// Where the person first declined the service under it.
    pub(crate) declined: Option<Place>,
}

/// The last known result of a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum LastResult {
    #[default]
    Unknown,
    Hired,
    OwnCause,
    NotOwnCause,
}

impl LastResult {
    const fn counts_as_not_hired(self) -> bool {
        !matches!(self, Self::Hired)
    }
}

/// A follow-up survey of somebody who is not registered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FollowUpSurvey {
    pub(crate) place: Place,
    pub(crate) willing: bool,
}

/// Where a subject stands: what rules ask about the entries before the one in hand.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state that the rulebook names")]
pub struct Life {
    /// An `intake` stands before.
    pub taken_in: bool,
    /// A service ledger was opened before.
    pub ledger_opened: bool,
    /// A demand file was opened before.
    pub demand_file_opened: bool,
    /// A survey stands before.
    pub surveyed: bool,
    /// Registered as a seeker: from registration to archiving or stop; work does not end it.
    pub seeker_registered: bool,
    /// Recognised as a person in hardship.
    pub hardship_recognised: bool,
    /// A key-enterprise agreement is in force.
    pub key_enterprise: bool,
    /// The law in force on the day of the entry in hand settles complete claims at once
    /// (SD19-5(18)).
    pub settles_complete_claims_at_once: bool,

    /// Where the unemployment registration in force was entered.
    pub(crate) unemployment_registered: Option<Place>,
    pub(crate) agreement: Option<Agreement>,
    pub(crate) at_work: bool,
    /// Placed in a public-welfare post whose term has not ended.
    pub(crate) placed: bool,
    /// The last assessment of readiness at all, with its answer.
    pub(crate) readiness: Option<(Place, bool)>,
    /// The entry from which silence is counted: the subject's last own, else the very first.
    pub(crate) silent_from: Option<(Place, Day)>,
    has_initiated: bool,
    /// The service was stopped, and the subject has not come back by an entry of their own.
    pub(crate) stopped: bool,
    /// The survey that opens the present round stands before.
    round_surveyed: bool,
    pub(crate) follow_up_surveys: Vec<FollowUpSurvey>,
    pub(crate) unwilling_surveys: u32,
    /// By place: what is known of each recommendation.
    results: Vec<LastResult>,
}

impl Life {
    pub(crate) const fn new() -> Self {
        Self {
            taken_in: false,
            ledger_opened: false,
            demand_file_opened: false,
            surveyed: false,
            seeker_registered: false,
            hardship_recognised: false,
            key_enterprise: false,
            settles_complete_claims_at_once: false,
            unemployment_registered: None,
            agreement: None,
            at_work: false,
            placed: false,
            readiness: None,
            silent_from: None,
            has_initiated: false,
            stopped: false,
            round_surveyed: false,
            follow_up_surveys: Vec::new(),
            unwilling_surveys: 0,
            results: Vec::new(),
        }
    }

    /// Tells whether an employment-assistance agreement is in force.
    #[must_use]
    pub const fn is_under_agreement(&self) -> bool {
        self.agreement.is_some()
    }

    /// Gives the answer of the last survey of the present round, if one was a follow-up.
    /// Sums up where the subject stands.
    pub(crate) fn standing(&self) -> Standing {
        Standing {
            ledger_opened: self.ledger_opened,
            seeker_registered: self.seeker_registered,
            unemployment_registered: self.unemployment_registered.is_some(),
            hardship_recognised: self.hardship_recognised,
            under_agreement: self.agreement.is_some(),
            at_work: self.at_work,
            placed: self.placed,
            ready: self.readiness.map(|(_, ready)| ready),
            key_enterprise: self.key_enterprise,
            stopped: self.stopped,
        }
    }

    pub(crate) fn last_follow_up_is_willing(&self) -> Option<bool> {
        self.follow_up_surveys.last().map(|survey| survey.willing)
    }

    /// Takes an entry in. `of` is the place of the entry that it names, where that counts.
    pub(crate) fn take(&mut self, place: Place, entry: &Entry<'_>, of: Option<Place>) {
        self.note_who_initiated(place, entry);
        match entry.kind {
            Kind::Intake => self.taken_in = true,
            Kind::LedgerOpened => self.ledger_opened = true,
            Kind::DemandFileOpened => self.demand_file_opened = true,
            Kind::SeekerRegistered => {
                self.seeker_registered = true;
                self.begin_survey_round();
            }
            Kind::SeekerArchived => self.seeker_registered = false,
            Kind::UnemploymentRegistered => {
                self.unemployment_registered.get_or_insert(place);
            }
            Kind::UnemploymentClosed => self.unemployment_registered = None,
            Kind::HardshipRecognised => self.hardship_recognised = true,
            Kind::HardshipEnded => self.hardship_recognised = false,
            Kind::Surveyed => self.take_survey(place, entry),
            Kind::AgreementSigned => self.take_agreement(place, entry),
            Kind::AgreementEnded => self.agreement = None,
            Kind::PublicPostPlaced => {
                self.agreement = None;
                self.placed = true;
            }
            Kind::PublicPostEnded => self.placed = false,
            Kind::ReadinessAssessed => {
                if let Detail::Readiness { ready } = entry.detail {
                    self.readiness = Some((place, ready));
                }
            }
            Kind::Recommended => self.take_recommendation(place),
            Kind::RecommendationResult => self.take_result(entry, of),
            Kind::StartedWork => self.at_work = true,
            Kind::LeftWork => self.at_work = false,
            Kind::ServiceDeclined => {
                if let Some(agreement) = &mut self.agreement {
                    agreement.declined.get_or_insert(place);
                }
            }
            Kind::ServiceStopped => {
                self.seeker_registered = false;
                self.agreement = None;
                self.stopped = true;
                self.begin_survey_round();
            }
            Kind::KeyAgreementSigned => self.key_enterprise = true,
            Kind::KeyAgreementEnded => self.key_enterprise = false,
            _ => {}
        }
    }

    fn note_who_initiated(&mut self, place: Place, entry: &Entry<'_>) {
        if entry.initiated_by == Initiator::Subject {
            self.has_initiated = true;
            self.stopped = false;
            self.silent_from = Some((place, entry.on));
        } else if !self.has_initiated && self.silent_from.is_none() {
            self.silent_from = Some((place, entry.on));
        }
    }

    /// Follow-up surveys are counted anew; the next survey is again the survey.
    fn begin_survey_round(&mut self) {
        self.round_surveyed = false;
        self.follow_up_surveys.clear();
        self.unwilling_surveys = 0;
    }

    fn take_survey(&mut self, place: Place, entry: &Entry<'_>) {
        self.surveyed = true;
        let Detail::Survey { willing, .. } = entry.detail else { return };
        if self.seeker_registered {
            // Surveys of a registered seeker count for nothing.
            return;
        }
        if self.round_surveyed {
            self.follow_up_surveys.push(FollowUpSurvey { place, willing });
            self.unwilling_surveys += u32::from(!willing);
        }
        self.round_surveyed = true;
    }

    fn take_agreement(&mut self, place: Place, entry: &Entry<'_>) {
        let duties_met = !matches!(entry.detail, Detail::Agreement { duties_met: false });
        match &mut self.agreement {
            Some(renewed) => renewed.duties_met = duties_met,
            None => {
                self.agreement = Some(Agreement {
                    signed: place,
                    signed_on: entry.on,
                    duties_met,
                    recommendations: Vec::new(),
                    not_hired: 0,
                    not_hired_not_own_cause: 0,
                    declined: None,
                });
            }
        }
    }

    fn take_recommendation(&mut self, place: Place) {
        let known = self.result_of(place);
        if let Some(agreement) = &mut self.agreement {
            agreement.recommendations.push(place);
            agreement.not_hired += u32::from(known.counts_as_not_hired());
            agreement.not_hired_not_own_cause += u32::from(known == LastResult::NotOwnCause);
        }
    }

    fn take_result(&mut self, entry: &Entry<'_>, of: Option<Place>) {
        let (Detail::Result { hired, own_cause, .. }, Some(of)) = (&entry.detail, of) else {
            return;
        };
        let result = match (hired, own_cause) {
            (true, _) => LastResult::Hired,
            (false, true) => LastResult::OwnCause,
            (false, false) => LastResult::NotOwnCause,
        };
        let before = self.result_of(of);
        let index = of as usize;
        if self.results.len() <= index {
            self.results.resize(index + 1, LastResult::Unknown);
        }
        self.results[index] = result;
        let Some(agreement) = &mut self.agreement else { return };
        // A result may stand before its recommendation where the two were entered out of order; it
        // is then counted when the recommendation comes.
        if agreement.recommendations.binary_search(&of).is_ok() {
            agreement.not_hired -= u32::from(before.counts_as_not_hired());
            agreement.not_hired += u32::from(result.counts_as_not_hired());
            agreement.not_hired_not_own_cause -= u32::from(before == LastResult::NotOwnCause);
            agreement.not_hired_not_own_cause += u32::from(result == LastResult::NotOwnCause);
        }
    }

    fn result_of(&self, recommendation: Place) -> LastResult {
        self.results.get(recommendation as usize).copied().unwrap_or_default()
    }

    /// Gives the recommendations under the agreement that have not led to being hired, or only
    /// those with a result that was not the person's own cause.
    pub(crate) fn fruitless_recommendations(&self, only_with_result: bool) -> Vec<Place> {
        let all = self.agreement.as_ref().map(|agreement| agreement.recommendations.as_slice());
        all.unwrap_or_default()
            .iter()
            .copied()
            .filter(|place| {
                let result = self.result_of(*place);
                if only_with_result {
                    result == LastResult::NotOwnCause
                } else {
                    result.counts_as_not_hired()
                }
            })
            .collect()
    }
}
