//! The fairs that an office organises, one a quarter (BJ18 art. 43).

use rules::{Kind, quarter_end};

use crate::event::{Channel, Content, Event};
use crate::story::Story;

/// Makes up the fairs of an office.
pub(crate) fn hold(story: &mut Story<'_>) {
    let mut quarter = quarter_end(story.first_workday()).plus_days(1);
    let mut fair = 0;
    while quarter <= story.until {
        fair += 1;
        let mut scheduled = story.some_days_after(quarter, 1, 20);
        let mut day = story.some_days_after(scheduled, 8, 25);
        if story.random.chance(3) {
            // Improvised.
            day = story.some_days_after(scheduled, 1, 3);
        }
        let schedule = Event::new(Kind::FairScheduled, scheduled);
        story.tell(schedule.with(Content::FairDay { fair, day }));
        if story.random.chance(10) {
            scheduled = story.day_in(scheduled, day);
            day = story.some_days_after(day, 5, 15);
            let schedule = Event::new(Kind::FairScheduled, scheduled).noting("因场地原因改期");
            story.tell(schedule.with(Content::FairDay { fair, day }));
        }
        let latest = story.before(day, 3).max(scheduled);
        if let Some(announced) = story.done(scheduled, latest)
            && announced < day
        {
            story.tell(Event::new(Kind::FairAnnounced, announced).with(Content::Fair(fair)));
        }
        let held = Event::new(Kind::FairHeld, day).with(Content::Fair(fair));
        story.tell(held.through(Channel::Fair));
        quarter = quarter_end(quarter).plus_days(1);
    }
}
