//! HE24 第四部分: what an outlet (基层就业服务网点) must have.

use kernel::Day;

use super::{Quota, Standards, number};
use crate::calendar::{quarter_end, quarter_start};
use crate::law::{Parameter, RegulationId};

impl Standards<'_> {
    /// Says whether an outlet has staff enough on a day, full-time or part-time. Nothing where
    /// HE24 does not bind on that day.
    #[must_use]
    pub fn outlet_staff(self, staff: u32, on: Day) -> Option<Quota> {
        self.bound_by(RegulationId::He24, on)?;
        Some(self.quota(Parameter::OutletStaff, on, staff))
    }

    /// Says whether county staff served at an outlet on days enough of the quarter that a day lies
    /// in. Only working days of the quarter count, each once however many came. Nothing where HE24
    /// did not bind on the quarter's first day.
    #[must_use]
    pub fn outlet_quarter(self, days_served: &[Day], quarter_of: Day) -> Option<Quota> {
        let (first, last) = (quarter_start(quarter_of), quarter_end(quarter_of));
        self.bound_by(RegulationId::He24, first)?;
        let (days, provisional) = self.working_days_within(days_served, first, last);
        Some(Quota { provisional, ..self.quota(Parameter::OutletCountyDays, first, days) })
    }

    /// Says whether experts held sessions (坐诊) enough at an outlet in a calendar year, on
    /// whatever days of it. Nothing where HE24 did not bind on the year's first day.
    #[must_use]
    pub fn outlet_year(self, sessions: &[Day], year: i32) -> Option<Quota> {
        let first = Day::new(year, 1, 1).ok()?;
        self.bound_by(RegulationId::He24, first)?;
        let held = sessions.iter().filter(|day| day.year() == year).count();
        Some(self.quota(Parameter::OutletExpertSessions, first, number(held)))
    }
}
