//! A service's form: made from its description, filled in with what is known, and read back.

use access::Action;
use kernel::Day;
use ledger::Field as Known;
use rules::{Initiator, Kind, Position};
use store::ledger::Channel;
use store::{EntryId, SubjectId};
use subjects::{Happening, Past};
use web::{Choice, Field, Form, Query};

use super::{file_path, words};
use crate::actions::open::Opened;
use crate::actions::proposals::channel_named;
use crate::model::answers::Question;
use crate::model::{
    Ask, Draft, Early, Service, Then, What, candidates, codes, early_about, readiness,
};
use duties::model::discharging;

/// How many entries are offered to choose from.
const CHOICES: usize = 30;
pub(super) const ON: &str = "on";
const CHANNEL: &str = "channel";
const NOTE: &str = "note";

/// Everything that a form is filled in from.
pub(super) struct Sheet<'a> {
    pub(super) service: &'static Service,
    pub(super) opened: &'a Opened,
    pub(super) then: &'a Then<'a>,
    pub(super) today: Day,
    pub(super) actor: &'a access::Actor,
    /// The entry that it should be about.
    pub(super) of: Option<EntryId>,
    /// The stage that it should state.
    pub(super) stage: Option<String>,
    /// The entry that was made in error, from which everything is taken over.
    pub(super) like: Option<&'a Past>,
}

impl<'a> Sheet<'a> {
    /// Takes what the address says.
    pub(super) fn new(
        service: &'static Service,
        opened: &'a Opened,
        then: &'a Then<'a>,
        (today, actor): (Day, &'a access::Actor),
        query: &Query,
    ) -> Self {
        let entry = |name| query.0.text(name).and_then(|text| text.parse::<EntryId>().ok());
        let like = entry("like");
        Self {
            service,
            opened,
            then,
            today,
            actor,
            of: entry("of"),
            stage: query.0.text("stage").map(str::to_owned),
            like: opened.past.iter().find(|past| Some(past.id) == like),
        }
    }

    /// Makes the form.
    pub(super) fn form(&self, subject: SubjectId, once: String) -> Form {
        let path = format!("/people/{subject}/record/{}", self.service.kind.name());
        let mut form = Form::new(path, "记录", once).cancel(file_path(subject));
        for ask in self.asks() {
            form = form.field(self.field(ask));
        }
        let day = self.like.map_or(self.today, |past| past.on);
        let hint = "就是今天的不用改；以前的可以补记，台账会显示是补录";
        form = form.field(Field::day(ON, "日期").required().hint(hint).value(day.to_string()));
        if let Some(usual) = self.service.channel {
            let met = self.agreed().filter(|past| past.on == self.today);
            let said = self.like.or(met).and_then(|past| past.channel).map(Channel::text);
            let field = Field::one(CHANNEL, "渠道", choices(codes::CHANNELS));
            form = form.field(field.required().value(said.unwrap_or(usual)));
        }
        let note = Field::lines(NOTE, "一句话").hint("需要记下的情况；没有可以不填");
        form.field(match (self.like.and_then(|past| past.text(Known::Note)), self.agreed()) {
            (Some(said), _) => note.value(said.reveal()),
            (None, Some(survey)) => note.value(format!("{} 摸查时本人愿意求职登记", survey.on)),
            (None, None) => note,
        })
    }

    /// The last survey, where the person said at it that they register, and this is the registration (BJ18-21(1)).
    fn agreed(&self) -> Option<&Past> {
        let is_registration = self.service.kind == Kind::SeekerRegistered && self.like.is_none();
        let mut past = self.opened.past.iter().rev().filter(|past| !past.is_corrected);
        let last = past.find(|past| past.kind == Kind::Surveyed).filter(|_| is_registration)?;
        (last.flag(Known::Registers) == Some(true)).then_some(last)
    }

    /// The questions that fit: no stage without a training, nothing alongside that the actor has no right to.
    fn asks(&self) -> impl Iterator<Item = &'static Ask> + '_ {
        let standing = self.then.standing();
        let has_training = self.then.last(Kind::TrainingStarted).is_some();
        let has_measure =
            self.then.entries().any(|(_, entry)| readiness::is_assessed_after(entry.kind));
        self.service.asks.iter().filter(move |ask| match ask.what {
            What::Stage if !has_training => false,
            What::Readiness if !has_measure => false,
            What::Alongside(kind) => {
                let action = Service::of(kind).map_or(self.service.action, |other| other.action);
                self.may(action) && ask.when.holds(standing)
            }
            _ => ask.when.holds(standing),
        })
    }

    fn may(&self, action: Action) -> bool {
        self.actor.may(action, self.opened.entered.relation).is_ok()
    }

    fn field(&self, ask: &'static Ask) -> Field {
        let name = ask.name();
        let field = match ask.what {
            What::Value(_, values) if values.len() <= 4 => {
                Field::one(name, ask.label, choices(values))
            }
            What::Value(_, values) => Field::of(name, ask.label, choices(values)),
            What::Coded(_, texts) | What::Noted(_, texts) => {
                let mut offered: Vec<Choice> = match Question::of(self.service.kind, name) {
                    Some(question) => {
                        let words = question.offered(&self.opened.answers).into_iter();
                        words.map(|words| Choice::new(words.clone(), words)).collect()
                    }
                    None => texts.iter().map(|text| Choice::new(*text, *text)).collect(),
                };
                if let What::Coded(Known::Group, _) = ask.what {
                    offered.extend(self.other_groups());
                }
                if offered.len() <= 4 {
                    Field::one(name, ask.label, offered)
                } else {
                    Field::of(name, ask.label, offered)
                }
            }
            What::YesNo(_, yes, no) => {
                Field::one(name, ask.label, vec![Choice::new("yes", yes), Choice::new("no", no)])
            }
            What::Text(_) | What::Written(_) => Field::line(name, ask.label),
            What::Day(_) => Field::day(name, ask.label),
            What::About => Field::of(name, ask.label, self.about_choices()),
            What::Stage => Field::one(name, ask.label, choices(codes::STAGES)),
            What::Initiator => Field::one(name, ask.label, choices(codes::INITIATORS)),
            What::Readiness => {
                let answers = choices(&readiness::ANSWERS);
                Field::one(name, ask.label, answers).hint(readiness::question())
            }
            What::Alongside(_) => Field::flag(name, ask.label),
        };
        let field = if ask.hint.is_empty() { field } else { field.hint(ask.hint) };
        let field = if ask.is_required { field.required() } else { field };
        match self.prefilled(ask) {
            Some(value) if !value.is_empty() => field.value(value),
            _ => field,
        }
    }

    /// The groups beside those of the regulation (BJ18-33) that are in force. Whether one held on another day is checked
    /// where it is recorded.
    fn other_groups(&self) -> impl Iterator<Item = Choice> {
        let office = self.opened.entered.held.office_code;
        let offered = self.opened.groups.iter();
        let offered = offered.filter(move |group| group.holds(office, self.today));
        let mut names: Vec<&String> = offered.map(|group| &group.name).collect();
        names.sort();
        names.dedup();
        names.into_iter().map(|name| Choice::new(name, name))
    }

    fn about_choices(&self) -> Vec<Choice> {
        let mut places = candidates(self.service.kind, self.then);
        // What the address names must be among them, however old it is.
        let named = self.of.and_then(|of| self.opened.known.place(of));
        if let Some(at) = places.iter().position(|place| Some(*place) == named) {
            places[..=at].rotate_right(1);
        }
        places.truncate(CHOICES);
        let known = places.into_iter().filter_map(|place| {
            let line = words::entry_line(self.then, self.opened, place);
            Some(Choice::new(self.then.id(place)?.to_string(), line))
        });
        known.collect()
    }

    /// The entry that the form should be about: the one that was named, the newest with something open that
    /// this would discharge, or the newest without anything of this kind.
    fn about(&self) -> Option<EntryId> {
        let places = candidates(self.service.kind, self.then);
        let named = self.of.or_else(|| self.like.and_then(|past| past.of));
        let fits = |id: &EntryId| places.iter().any(|place| self.then.id(*place) == Some(*id));
        if let Some(named) = named.filter(fits) {
            return Some(named);
        }
        let open = self.then.open_duties();
        let is_open = |place: &Position, also_to_come: bool| {
            open.iter().any(|duty| {
                let fits = discharging(duty.rule.rule()).is_some_and(|how| {
                    how.names_cause
                        && (how.kind == self.service.kind || self.meets(duty.rule.rule()))
                });
                // What does not count yet comes after what does.
                let is_to_come = self.then.first_day(duty).is_some_and(|first| self.today < first);
                duty.because == *place && fits && (also_to_come || !is_to_come)
            })
        };
        let first = places.iter().find(|place| is_open(place, false));
        let first = first.or_else(|| places.iter().find(|place| is_open(place, true)));
        let unnamed =
            || places.iter().find(|place| !self.then.is_named_by(**place, self.service.kind));
        first.or_else(unnamed).and_then(|place| self.then.id(*place))
    }

    /// What the form, as it is filled in, comes too early for.
    pub(super) fn early(&self) -> Option<Early> {
        if self.service.kind != Kind::FollowedUp {
            return None;
        }
        early_about(self.then.place(self.about()?)?, self.then)
    }

    fn meets(&self, rule: &rules::Rule) -> bool {
        rule.met_by.contains(&rules::rule::Discharge::Naming(self.service.kind))
    }

    /// The stage that an open duty about the same training asks for first.
    fn due_stage(&self) -> Option<String> {
        let place = self.about().and_then(|of| self.opened.known.place(of))?;
        let open = self.then.open_duties();
        let mut due = open.iter().filter(|duty| duty.because == place);
        let stage = due.find_map(|duty| discharging(duty.rule.rule())?.stage)?;
        Some(crate::model::stage_name(stage).to_owned())
    }

    fn prefilled(&self, ask: &Ask) -> Option<String> {
        if let Some(value) = self.like.and_then(|past| taken_over(past, ask)) {
            return Some(value);
        }
        let last = |kind, field| {
            let past = self.opened.past.iter().rev();
            let mut past = past.filter(|past| past.kind == kind && !past.is_corrected);
            past.find_map(|past| past.text(field)).map(|text| text.reveal().to_owned())
        };
        match ask.what {
            What::Alongside(_) => Some("yes".to_owned()),
            What::About => self.about().map(|of| of.to_string()),
            What::Stage => self.stage.clone().or_else(|| self.due_stage()),
            What::Value(Known::Form, _) => {
                let special = self.then.standing().under_agreement;
                Some(if special { "special" } else { "general" }.to_owned())
            }
            What::Text(Known::Employer) if self.service.kind == Kind::StartedWork => {
                last(Kind::Recommended, Known::Employer)
            }
            What::Noted("registration", texts) => texts
                .get(usize::from(!self.may(Action::DecideRegistration)))
                .map(|text| (*text).to_owned()),
            // Who set a contact going is known to nobody else, and decides whether somebody counts as silent (BJ18-13(3)).
            _ => None,
        }
    }

    /// Reads what was answered. The form has been found sound by itself.
    pub(super) fn draft(&self, form: &Form) -> Draft {
        let kind = self.service.kind;
        let mut happening = Happening::new(kind, form.day(ON).unwrap_or(self.today));
        happening.channel = form.text(CHANNEL).and_then(channel_named);
        let mut draft = Draft::new(happening);
        let mut noted = Vec::new();
        for ask in self.asks() {
            let answer = form.text(ask.name()).unwrap_or_default();
            self.answer(&mut draft, ask, answer, &mut noted);
        }
        noted.extend(form.text(NOTE).map(str::to_owned));
        let happening = draft.happening.clone().text(Known::Note, noted.join("；"));
        draft.happening = happening;
        draft
    }

    fn answer(&self, draft: &mut Draft, ask: &Ask, answer: &str, noted: &mut Vec<String>) {
        let happening = draft.happening.clone();
        draft.happening = match ask.what {
            What::Value(field, _)
            | What::Coded(field, _)
            | What::Text(field)
            | What::Day(field) => happening.text(field, answer),
            What::YesNo(field, ..) => match answer {
                "yes" => happening.flag(field, true),
                "no" => happening.flag(field, false),
                // Whoever was hired has no cause to be asked for.
                _ if field == Known::OwnCause
                    && happening.fields.contains(&(Known::Hired, true.into())) =>
                {
                    happening.flag(field, false)
                }
                _ => happening,
            },
            What::About => match answer.parse() {
                Ok(of) => happening.about(of),
                Err(_) => happening,
            },
            What::Stage => {
                let about = happening.of.and_then(|of| self.then.entry(of));
                if about.is_some_and(|entry| entry.kind == Kind::TrainingStarted) {
                    happening.text(Known::Stage, answer)
                } else {
                    happening
                }
            }
            What::Initiator => happening.initiated_by(if answer == "agency" {
                Initiator::Agency
            } else {
                Initiator::Subject
            }),
            What::Readiness => {
                draft.ready = readiness::answer_named(answer);
                happening
            }
            What::Noted(name, _) => {
                if !answer.is_empty() {
                    draft.heed(answer);
                    let is_seen = name == codes::SEEN;
                    let said = if is_seen { ask.with(answer) } else { answer.to_owned() };
                    noted.push(said);
                }
                happening
            }
            What::Written(_) => {
                if !answer.is_empty() {
                    noted.push(ask.with(answer));
                }
                happening
            }
            What::Alongside(kind) => {
                if !answer.is_empty() {
                    draft.alongside.push(kind);
                }
                happening
            }
        };
    }
}

/// Takes an answer over from an entry that was made in error.
fn taken_over(past: &Past, ask: &Ask) -> Option<String> {
    let text = |field| past.text(field).map(|text| text.reveal().to_owned());
    match ask.what {
        What::Value(field, _) | What::Coded(field, _) | What::Text(field) | What::Day(field) => {
            text(field)
        }
        What::Stage => text(Known::Stage),
        What::YesNo(field, ..) => {
            past.flag(field).map(|flag| if flag { "yes" } else { "no" }.to_owned())
        }
        _ => None,
    }
}

fn choices(codes: &[codes::Code]) -> Vec<Choice> {
    codes.iter().map(|(value, words)| Choice::new(*value, *words)).collect()
}
