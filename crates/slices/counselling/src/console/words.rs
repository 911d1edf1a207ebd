//! How times, names and states are written on these pages.

use std::collections::HashMap;

use access::{Action, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use store::ledger::Channel;
use store::{ActorId, Instant, StoreError, SubjectId, Tx};
use web::parts::Cell;
use web::{Choice, Tone};

use crate::model::{CounselRefusal, Form, State, WEEK, clock};
use crate::sql::AppointmentRow;

/// Writes an instant as day and time of day at UTC+8, to the minute.
pub(super) fn when(instant: Instant) -> String {
    let minutes = (instant.micros() + 8 * 3_600_000_000).div_euclid(60_000_000).rem_euclid(1_440);
    format!("{} {}", web::day_of(instant), clock(minutes))
}

/// Writes a day with its day of the week.
pub(super) fn day_words(day: Day) -> String {
    format!("{day}（{}）", WEEK[usize::from(day.weekday())])
}

/// Writes the time of an appointment.
pub(crate) fn time_words(day: Option<Day>, minute: Option<i64>, minutes: i64) -> String {
    match (day, minute) {
        (Some(day), Some(minute)) => {
            format!("{} {}-{}", day_words(day), clock(minute), clock(minute + minutes))
        }
        _ => format!("待安排（{minutes} 分钟）"),
    }
}

/// How a state is meant.
pub(super) const fn tone(state: State) -> Tone {
    match state {
        State::Requested => Tone::Soon,
        State::Booked => Tone::Note,
        State::Held => Tone::Good,
        State::Missed => Tone::Late,
        State::Cancelled => Tone::Plain,
    }
}

/// A state in a cell.
pub(crate) fn badge(state: State) -> Cell {
    Cell::Badge(tone(state), state.term().to_owned())
}

const CHANNELS: [(Channel, &str); 6] = [
    (Channel::Counter, "前台"),
    (Channel::Phone, "电话"),
    (Channel::Online, "网络"),
    (Channel::Visit, "入户"),
    (Channel::Fair, "招聘会"),
    (Channel::Terminal, "自助终端"),
];

/// The word for a channel.
pub(super) fn channel_words(channel: Channel) -> &'static str {
    CHANNELS.iter().find(|(known, _)| *known == channel).map_or("", |(_, words)| words)
}

/// The channels to choose from.
pub(super) fn channel_choices() -> Vec<Choice> {
    CHANNELS.iter().map(|(channel, words)| Choice::new(channel.text(), *words)).collect()
}

/// Finds a channel by what a form sends.
pub(super) fn channel_named(text: &str) -> Option<Channel> {
    CHANNELS.iter().map(|(channel, _)| *channel).find(|channel| channel.text() == text)
}

/// The forms of guidance that one person can have alone.
pub(super) fn form_choices() -> Vec<Choice> {
    let alone = [Form::General, Form::Special];
    alone.map(|form| Choice::new(form.text(), format!("{form}：{}", form.about()))).to_vec()
}

/// Reads the names of members of staff.
pub(crate) async fn staff_names(
    tx: &mut Tx,
    wanted: impl Iterator<Item = ActorId>,
) -> Result<HashMap<ActorId, String>, StoreError> {
    let mut names = HashMap::new();
    for staff in wanted {
        if !names.contains_key(&staff)
            && let Some(found) = offices::find_staff(tx, staff).await?
        {
            names.insert(staff, found.name);
        }
    }
    Ok(names)
}

/// What a list calls the people in it: their names to whoever may counsel them or is to receive them, the first
/// letter to others.
pub(super) async fn people(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    wanted: impl Iterator<Item = SubjectId>,
) -> Result<HashMap<SubjectId, String>, StoreError> {
    let mut names = HashMap::new();
    for subject in wanted {
        if names.contains_key(&subject) {
            continue;
        }
        let Some(label) = subjects::label_of(tx, &desk.sealing, subject).await? else {
            names.insert(subject, "（已销毁）".to_owned());
            continue;
        };
        let name = label.name.reveal();
        let home = seekers::merged_into(tx, subject).await?.unwrap_or(subject);
        let may_see = match duties::held(tx, home).await? {
            Some(held) => {
                let action = Action::Counsel;
                match duties::relation::<CounselRefusal>(tx, occasion, &held, action).await {
                    Ok(_) => true,
                    Err(Failure::Fault(fault)) => return Err(fault),
                    Err(_) => false,
                }
            }
            None => false,
        };
        names.insert(subject, if may_see { name.to_owned() } else { subjects::mask(name) });
    }
    Ok(names)
}

/// The name of whoever an appointment is with.
pub(crate) fn counsellor(names: &HashMap<ActorId, String>, row: &AppointmentRow) -> String {
    row.staff_id.and_then(|staff| names.get(&staff).cloned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_has_a_word() {
        for (channel, words) in CHANNELS {
            assert_eq!(channel_named(channel.text()), Some(channel));
            assert_eq!(channel_words(channel), words);
        }
    }

    #[test]
    fn times_are_written_in_full() {
        let day = "2026-11-23".parse().ok();
        assert_eq!(time_words(day, Some(570), 45), "2026-11-23（周一） 09:30-10:15");
        assert_eq!(time_words(None, None, 30), "待安排（30 分钟）");
        assert_eq!(when(Instant::from_micros(1_767_571_200_000_000)), "2026-01-05 08:00");
    }
}
