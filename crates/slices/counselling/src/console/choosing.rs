//! Choosing a time: the counsellors near a person, and the free times of one.

use desk::{Desk, Occasion};
use duties::Held;
use kernel::Day;
use rules::{DayKind, PROVISIONAL};
use store::{ActorId, StoreError, Tx};
use web::parts::{Slot, SlotDay, Slots};
use web::{Choice, Field, Form, Submitted};

use crate::actions::around::near;
use crate::actions::free::{Counsellor, bookable, timetable};
use crate::actions::near::{Nearest, nearest};
use crate::model::{Closed, FURTHEST, LENGTHS, Moment, Planned, Timetable, clock, read_clock};

/// How many days are shown side by side.
const DAYS: i32 = 7;

/// What somebody has chosen so far.
#[derive(Clone, Debug)]
pub(super) struct Choosing {
    /// The counsellor; nobody to have the nearest one chosen.
    pub(super) staff: Option<ActorId>,
    /// The length, in minutes.
    pub(super) minutes: i64,
    /// The first day shown.
    pub(super) from: Day,
}

impl Choosing {
    /// Reads what stands in an address or a form.
    pub(super) fn read(sent: &Submitted, today: Day) -> Self {
        let minutes = sent.text("minutes").and_then(|text| text.parse().ok());
        let from = sent.text("from").and_then(|text| text.parse::<Day>().ok());
        Self {
            staff: sent.text("staff").and_then(|text| text.parse().ok()),
            minutes: minutes.filter(|minutes| LENGTHS.contains(minutes)).unwrap_or(LENGTHS[0]),
            from: from.unwrap_or(today).clamp(today, today.plus_days(FURTHEST)),
        }
    }
}

/// What there is to choose from.
#[derive(Clone, Debug)]
pub(super) struct Offered {
    pub(super) counsellors: Vec<Counsellor>,
    /// The one whose times are shown.
    pub(super) staff: Option<ActorId>,
    /// Why it is this one, where nobody was asked for.
    pub(super) nearest: Option<Nearest>,
    pub(super) days: Vec<SlotDay>,
    pub(super) from: Day,
}

/// Finds what there is to choose from for a person.
pub(super) async fn offer(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    held: &Held,
    choosing: &Choosing,
) -> Result<Offered, StoreError> {
    let near = near(tx, held).await?;
    let nearest = match choosing.staff {
        Some(_) => None,
        None => nearest(tx, desk, occasion, &near, choosing.minutes).await?,
    };
    let staff = choosing.staff.or_else(|| nearest.as_ref().map(|near| near.counsellor.staff));
    // A page that begins before the first free time would show nothing to choose.
    let from = match &nearest {
        Some(near) if choosing.from.plus_days(DAYS) <= near.at.day => near.at.day,
        _ => choosing.from,
    };
    let days = match staff {
        Some(staff) => {
            let table = timetable(tx, staff, bookable(occasion.today)).await?;
            let now = Moment::of(occasion.now, occasion.today);
            let calendar = desk.rulebook.law().calendar();
            (0..DAYS)
                .map(|days| from.plus_days(days))
                // An ordinary weekend says nothing that the dates do not say.
                .filter(|day| table.on(calendar, *day) != Err(Closed::Calendar(DayKind::Weekend)))
                .map(|day| day_of(desk, &table, day, choosing.minutes, now))
                .collect()
        }
        None => Vec::new(),
    };
    let counsellors = near.all().cloned().collect();
    Ok(Offered { counsellors, staff, nearest, days, from })
}

fn day_of(desk: &Desk, table: &Timetable, day: Day, minutes: i64, now: Moment) -> SlotDay {
    let calendar = desk.rulebook.law().calendar();
    let words = match table.on(calendar, day) {
        Ok(_) => match calendar.kind(day) {
            // Of such a year only the holidays that never move are known.
            DayKind::Workday if !calendar.is_published(day.year()) => PROVISIONAL.to_owned(),
            DayKind::Workday => String::new(),
            kind => kind.to_string(),
        },
        Err(why) => why.to_string(),
    };
    let slots = table.times(calendar, day, minutes, now).into_iter().map(|(minute, free)| Slot {
        label: clock(minute),
        value: free.then(|| format!("{day}T{}", clock(minute))),
        beneath: String::new(),
    });
    SlotDay { day, words, slots: slots.collect() }
}

impl Offered {
    /// Gives the field of times.
    pub(super) fn field(&self, chosen: &str) -> Field {
        let chosen = match (&self.nearest, chosen) {
            (Some(near), "") => format!("{}T{}", near.at.day, clock(near.at.minute)),
            _ => chosen.to_owned(),
        };
        let slots = Slots { name: "slot".to_owned(), chosen, days: self.days.clone() };
        Field::shown("slot", "时间", &slots).required()
    }

    /// Gives the form that asks for another counsellor, length or week.
    pub(super) fn filter(&self, path: &str, choosing: &Choosing) -> Form {
        let mut staff = vec![Choice::new("", "就近指定（最早有空）")];
        staff.extend(self.counsellors.iter().map(|counsellor| {
            let label = format!("{}（{}）", counsellor.name, counsellor.office_name);
            Choice::new(counsellor.staff.to_string(), label)
        }));
        let chosen = choosing.staff.map(|staff| staff.to_string()).unwrap_or_default();
        let lengths =
            LENGTHS.map(|minutes| Choice::new(minutes.to_string(), format!("{minutes} 分钟")));
        let length = Field::of("minutes", "时长", lengths.to_vec()).required();
        Form::asking(path, "查看空闲时间")
            .field(Field::of("staff", "职业指导员", staff).value(chosen))
            .field(length.value(choosing.minutes.to_string()))
            .field(Field::day("from", "从哪天起").value(self.from.to_string()))
    }

    /// Gives the first day of the days before and after those shown, where they can be booked.
    pub(super) fn turns(&self, today: Day) -> (Option<Day>, Option<Day>) {
        let before = self.from.plus_days(-DAYS);
        let after = self.from.plus_days(DAYS);
        let before = (self.from > today).then(|| before.max(today));
        (before, (after <= today.plus_days(FURTHEST)).then_some(after))
    }
}

/// Reads a chosen time.
pub(super) fn read_slot(text: &str, minutes: i64) -> Option<Planned> {
    let (day, minute) = text.split_once('T')?;
    Some(Planned { day: day.parse().ok()?, minute: read_clock(minute)?, minutes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_time_is_read_as_it_is_sent() {
        let planned = read_slot("2026-11-23T09:30", 45).expect("a time");
        assert_eq!(
            (planned.day.to_string(), planned.minute, planned.minutes),
            ("2026-11-23".to_owned(), 570, 45)
        );
        for wrong in ["", "2026-11-23", "2026-11-31T09:30", "2026-11-23T9", "x"] {
            assert_eq!(read_slot(wrong, 30), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_asked_for_is_kept_within_what_can_be_booked() {
        let today: Day = "2026-11-22".parse().expect("a day");
        let read = |text: &str| Choosing::read(&Submitted::read(text.as_bytes()), today);
        let choosing = read("minutes=20&from=2020-01-01&staff=x");
        assert_eq!((choosing.minutes, choosing.from, choosing.staff), (30, today, None));
        assert_eq!(read("minutes=60&from=2030-01-01").from, today.plus_days(FURTHEST));
    }
}
