//! Writing an event as a line of the ledger (rulebook §2).

use kernel::Day;
use rules::{Circumstance, Initiator, Kind, Stage};

use crate::desk::Desk;
use crate::event::{Channel, Content, Event, Mark, Survey};
use crate::story::Story;

/// Writes the lines of subjects, one after the other.
#[derive(Debug, Default)]
pub(crate) struct LineWriter {
    pub(crate) bytes: Vec<u8>,
    /// The lines of a story in order.
    order: Vec<Mark>,
    /// By event: the number of its line.
    numbers: Vec<u32>,
    /// The last instant written down for the subject, in minutes of its day.
    clock: Option<(Day, u16)>,
    /// What sets the times of day of one subject apart from those of others.
    pub(crate) habit: u32,
}

impl LineWriter {
    /// Writes the story of a subject as the desk took it down; gives the number of lines.
    pub(crate) fn write(
        &mut self,
        subject: &SubjectId,
        story: &mut Story<'_>,
        desk: &impl Desk,
    ) -> u64 {
        let mut order = std::mem::take(&mut self.order);
        let events = story.in_order(&mut order);
        self.numbers.clear();
        self.numbers.resize(events.len(), 0);
        self.clock = None;
        for (number, mark) in (1..).zip(&order) {
            self.numbers[mark.0 as usize] = number;
            let event = &events[mark.0 as usize];
            self.begin(number, subject, event);
            self.content(event.content, desk, subject);
            if let Some(of) = event.of {
                self.bytes.extend_from_slice(b",\"of\":\"");
                self.id(self.numbers[of.0 as usize]);
                self.bytes.push(b'"');
            }
            self.circumstances(event, number, desk);
            self.bytes.extend_from_slice(b"}\n");
        }
        let lines = order.len() as u64;
        self.order = order;
        lines
    }

    fn begin(&mut self, number: u32, subject: &SubjectId, event: &Event) {
        self.bytes.extend_from_slice(b"{\"id\":\"");
        self.id(number);
        self.bytes.extend_from_slice(b"\",\"subject\":\"");
        subject.write(&mut self.bytes);
        self.bytes.extend_from_slice(b"\",\"kind\":\"");
        self.bytes.extend_from_slice(event.kind.name().as_bytes());
        self.bytes.extend_from_slice(b"\",\"on\":\"");
        self.bytes.extend_from_slice(&event.on.to_bytes());
        self.bytes.push(b'"');
    }

    fn id(&mut self, number: u32) {
        write_number(&mut self.bytes, u64::from(number), 3);
    }

    fn text(&mut self, field: &str, value: &str) {
        self.field(field);
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(value.as_bytes());
        self.bytes.push(b'"');
    }

    fn flag(&mut self, field: &str, value: bool) {
        self.field(field);
        self.bytes.extend_from_slice(if value { b"true" } else { b"false" });
    }

    fn number(&mut self, field: &str, value: u8) {
        self.field(field);
        write_number(&mut self.bytes, u64::from(value), 1);
    }

    fn day(&mut self, field: &str, day: Day) {
        self.field(field);
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(&day.to_bytes());
        self.bytes.push(b'"');
    }

    fn field(&mut self, field: &str) {
        self.bytes.extend_from_slice(b",\"");
        self.bytes.extend_from_slice(field.as_bytes());
        self.bytes.extend_from_slice(b"\":");
    }

    fn content(&mut self, content: Content, desk: &impl Desk, subject: &SubjectId) {
        match content {
            Content::Nothing => {}
            Content::Reason(reason) => self.text("reason", reason),
            Content::Grade(level) => {
                self.number("level", level);
                self.text("tool", "北京市就业困难程度分级工具");
            }
            Content::Claim { complete, promise } => {
                self.flag("complete", complete);
                self.flag("promise", promise);
            }
            Content::Group(group) => self.text("group", group),
            Content::Survey(survey) => self.survey(survey),
            Content::Agreement { duties_met } => {
                self.field("officer");
                self.bytes.push(b'"');
                desk.write_officer(&mut self.bytes);
                self.bytes.push(b'"');
                if let Some(duties_met) = duties_met {
                    self.flag("duties_met", duties_met);
                }
            }
            Content::Version(version) => self.number("version", version),
            Content::Readiness(ready) => self.flag("ready", ready),
            Content::Form(form) => self.text("form", form),
            Content::Training { scheme, ends } => {
                self.text("scheme", scheme);
                self.day("ends", ends);
            }
            Content::Employer(number) => {
                self.field("employer");
                self.bytes.push(b'"');
                SubjectId::Employer(number).write(&mut self.bytes);
                self.bytes.push(b'"');
            }
            Content::Outcome { hired, own_cause } => {
                self.flag("hired", hired);
                self.flag("own_cause", own_cause);
            }
            Content::Stage(stage) => self.text(
                "stage",
                match stage {
                    Stage::Early => "early",
                    Stage::Middle => "middle",
                    Stage::Final => "final",
                },
            ),
            Content::Promise(promise) => self.flag("promise", promise),
            Content::Vacancy(number) => self.name_within("vacancy", subject, number),
            Content::Fair(number) => self.name_within("fair", subject, number),
            Content::FairDay { fair, day } => {
                self.name_within("fair", subject, fair);
                self.day("day", day);
            }
        }
    }

    fn survey(&mut self, survey: Survey) {
        self.flag("willing", survey.willing);
        self.flag("registers", survey.registers);
        self.text(
            "circumstance",
            match survey.circumstance {
                Circumstance::None => "none",
                Circumstance::Childbirth => "childbirth",
                Circumstance::Caring => "caring",
            },
        );
        if !survey.reason.is_empty() {
            self.text("reason", survey.reason);
        }
    }

    /// Writes the name of a vacancy or fair: that of the subject it belongs to, and a number.
    fn name_within(&mut self, field: &str, subject: &SubjectId, number: u16) {
        self.field(field);
        self.bytes.push(b'"');
        subject.write(&mut self.bytes);
        self.bytes.push(b'-');
        write_number(&mut self.bytes, u64::from(number), 2);
        self.bytes.push(b'"');
    }

    /// Writes who recorded it, how and when.
    fn circumstances(&mut self, event: &Event, number: u32, desk: &impl Desk) {
        self.field("office");
        self.bytes.push(b'"');
        desk.write_office(&mut self.bytes);
        self.bytes.push(b'"');
        let is_self_service = event.channel.is_some_and(Channel::is_self_service);
        if !is_self_service {
            self.field("staff");
            self.bytes.push(b'"');
            desk.write_staff(event, number, &mut self.bytes);
            self.bytes.push(b'"');
        }
        if let Some(channel) = event.channel {
            // The method of a survey is its channel.
            let field = if event.kind == Kind::Surveyed { "method" } else { "channel" };
            self.text(field, channel.name());
        }
        if let Some(initiator) = event.initiator {
            let name = if initiator == Initiator::Subject { "subject" } else { "agency" };
            self.text("initiated_by", name);
        }
        if is_self_service {
            self.instant("at", event.on, number);
        } else if event.recorded != event.on {
            self.instant("recorded_at", event.recorded, number);
        }
        if !event.note.is_empty() {
            self.text("note", event.note);
        }
    }

    /// Writes an instant of a day in office hours; later ones of a day stand later.
    fn instant(&mut self, field: &str, day: Day, number: u32) {
        let number = number + self.habit;
        let step = u16::try_from(number * 37 % 50).unwrap_or(0);
        let minute = match self.clock {
            Some((last, minute)) if last == day => (minute + 1 + step % 9).min(24 * 60 - 1),
            _ => 9 * 60 + 3 + u16::try_from((number * 151) % 440).unwrap_or(0),
        };
        self.clock = Some((day, minute));
        self.field(field);
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(&day.to_bytes());
        self.bytes.push(b'T');
        write_number(&mut self.bytes, u64::from(minute / 60), 2);
        self.bytes.push(b':');
        write_number(&mut self.bytes, u64::from(minute % 60), 2);
        self.bytes.push(b':');
        write_number(&mut self.bytes, u64::from(step), 2);
        self.bytes.extend_from_slice(b"+08:00\"");
    }
}

/// Names a subject; ascending numbers give ascending names, offices before employers before
/// persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SubjectId {
    /// An office by its division code.
    Office(u64),
    /// An employer, numbered from 1.
    Employer(u64),
    /// A person, numbered from 1.
    Person(u64),
}

/// How many digits the number of a person or employer has.
const SUBJECT_DIGITS: usize = 8;

impl SubjectId {
    pub(crate) fn write(self, bytes: &mut Vec<u8>) {
        match self {
            Self::Office(code) => write_number(bytes, code, 9),
            Self::Employer(number) => {
                bytes.push(b'E');
                write_number(bytes, number, SUBJECT_DIGITS);
            }
            Self::Person(number) => {
                bytes.push(b'P');
                write_number(bytes, number, SUBJECT_DIGITS);
            }
        }
    }
}

/// Writes a whole number with at least so many digits.
fn write_number(bytes: &mut Vec<u8>, number: u64, digits: usize) {
    let mut reversed = [b'0'; 20];
    let mut left = number;
    let mut length = 0;
    while left > 0 || length < digits.min(reversed.len()) {
        reversed[length] = b'0' + u8::try_from(left % 10).unwrap_or(0);
        left /= 10;
        length += 1;
    }
    bytes.extend(reversed[..length].iter().rev());
}
