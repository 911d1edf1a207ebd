"""Section 3 of the rulebook: every duty with its due date, what met it and what ended it."""

from dataclasses import dataclass
from datetime import date

import gates
import states
from days import ONE_DAY, months_later, quarter_of
from ledger import Entry, initiated_by_subject

TAKES_EFFECT = {
    "BJ18": date(2018, 8, 1),
    "NA18": date(2018, 12, 5),
    "SD19": date(2019, 1, 21),
    "BJ19": date(2019, 11, 6),
    "HE24": date(2024, 4, 30),
}

FOLLOWED_BY_OFFICE = {
    "beijing": ("NA18", "BJ18", "BJ19"),
    "hebei": ("NA18", "HE24"),
    "shandong": ("NA18", "SD19"),
    "national": ("NA18",),
}

LAW, NORM = "law", "norm"


@dataclass(frozen=True)
class Duty:
    """What is owed, and the first entries that would meet and that would end it."""

    rule: str
    owes: str
    because: Entry
    counted_from: date
    due: date
    provisional: bool
    basis: str
    met_by: Entry | None
    ended_by: Entry | None = None
    lapses: bool = False
    """Whether it can no longer be discharged after its due date (windows, quarters)."""
    event_day: date | None = None
    """The day that decides which law applies, where it is not that of `because`."""

    def is_owed(self, regulation):
        """Whether an office under `regulation` follows this rule and it was in force on the day of the event."""
        law = self.rule[:4]
        return law in FOLLOWED_BY_OFFICE[regulation] and (self.event_day or self.because.on) >= TAKES_EFFECT[law]

    def is_discharged(self):
        """Whether it was met before it ended; an entry that could do both meets it."""
        if self.met_by is None:
            return False
        return self.ended_by is None or self.met_by.place <= self.ended_by.place

    def state(self, as_of):
        if self.is_discharged():
            return "met" if self.met_by.on <= self.due else "late"
        if self.ended_by is not None:
            return "void" if self.ended_by.on <= self.due else "missed"
        if as_of <= self.due:
            return "open"
        return "missed" if self.lapses else "overdue"

    def as_printed(self, subject, as_of):
        """The object of section 4."""
        met_by = self.met_by if self.is_discharged() else None
        return {
            "subject": subject,
            "rule": self.rule,
            "owes": self.owes,
            "because": self.because.id,
            "from": self.counted_from.isoformat(),
            "due": self.due.isoformat(),
            "provisional": self.provisional,
            "state": self.state(as_of),
            "met_by": met_by and met_by.id,
            "met_on": met_by and met_by.on.isoformat(),
            "basis": self.basis,
        }


class Life:
    """All entries of one subject up to the as-of day, in order."""

    def __init__(self, entries):
        self.entries = entries

    def each(self, *kinds):
        return [entry for entry in self.entries if entry.kind in kinds]

    def before(self, entry):
        return [other for other in self.entries if other.place < entry.place]

    def first(self, fits):
        """The first entry of the whole life that fits."""
        return next((entry for entry in self.entries if fits(entry)), None)

    def first_after(self, start, *kinds, of=None, fits=lambda entry: True):
        """The first entry after `start` of one of the kinds, naming `of` if that is given."""
        return self.first(
            lambda entry: entry.place > start.place
            and entry.kind in kinds
            and (of is None or entry["of"] == of.id)
            and fits(entry)
        )


def duties_of(entries, regulation, as_of, calendar):
    """The duties of one subject under one regulation."""
    life = Life(entries)
    return [
        duty
        for rule in (beginning, grading, surveys, assistance_agreement, plan, guidance, training, recommendation, work)
        + (consultation, unemployment, verification, vacancies, fairs, key_contact, key_services, stops)
        for duty in rule(life, calendar, as_of)
        if duty.is_owed(regulation) and not is_replaced(duty, regulation)
    ]


def is_replaced(duty, regulation):
    """SD19-5(18) replaces NA18-3 where it applies."""
    return (
        duty.rule == "NA18-3"
        and regulation == "shandong"
        and duty.because["complete"]
        and duty.because.on >= TAKES_EFFECT["SD19"]
    )


# --- beginning of the service ------------------------------------------------------------------


def beginning(life, _calendar, _as_of):
    for first_kind, rule, owes, meeting in (
        ("intake", "BJ18-11", "open the ledger", "ledger_opened"),
        ("surveyed", "BJ18-20(a)", "open the ledger", "ledger_opened"),
        ("surveyed", "BJ18-20(b)", "open the demand file", "demand_file_opened"),
    ):
        for start in life.each(first_kind)[:1]:
            if states.last_of(life.before(start), meeting) is None:
                met_by = life.first_after(start, meeting)
                yield Duty(rule, owes, start, start.on, start.on, False, LAW, met_by)


def grading(life, calendar, _as_of):
    for start in life.each("seeker_registered"):
        met_by = life.first(
            lambda entry: entry.kind == "graded" and (entry.on == start.on or entry.place > start.place)
        )
        # READING: an archiving that stands between the registration and a grading of the same day ends the duty.
        ended_by = life.first_after(start, "seeker_archived", "service_stopped")
        due = calendar.working_days_after(start.on, 3)
        yield Duty("BJ18-12", "grade the person", start, start.on, *due, NORM, met_by, ended_by)


def surveys(life, calendar, _as_of):
    for start in life.each("surveyed"):
        if start["willing"] and not start["registers"] and not states.seeker_registered(life.before(start)):
            # READING: any other circumstance than childbirth and caring counts as none.
            if start["circumstance"] in ("childbirth", "caring"):
                due = calendar.hard_cap(start.on, 30)
            else:
                due = calendar.working_days_after(start.on, 10)
            met_by = life.first_after(start, "surveyed", "seeker_registered")
            ended_by = life.first_after(start, "service_stopped")
            yield Duty("BJ18-21(2)", "survey again", start, start.on, *due, LAW, met_by, ended_by)


# --- service under an agreement ------------------------------------------------------------------


def assistance_agreement(life, calendar, _as_of):
    needs_state = {
        "seeker_registered": states.hardship_recognised,
        "hardship_recognised": states.seeker_registered,
    }
    for start in life.each(*needs_state):
        before = life.before(start)
        if needs_state[start.kind](before) and not states.agreement_in_force(before):
            met_by = life.first_after(start, "agreement_signed")
            ended_by = life.first_after(
                start, "service_declined", "service_stopped", "started_work", "hardship_ended"
            )
            due = calendar.working_days_after(start.on, 5)
            yield Duty("BJ18-23", "sign the agreement", start, start.on, *due, NORM, met_by, ended_by)


def plan(life, calendar, _as_of):
    for start in life.each("agreement_signed"):
        met_by = life.first_after(start, "plan_adopted")
        ended_by = life.first_after(start, *states.AGREEMENT_ENDS)
        due = calendar.working_days_after(start.on, 10)
        yield Duty("BJ18-26(1)", "adopt a plan", start, start.on, *due, NORM, met_by, ended_by)


def guidance(life, calendar, _as_of):
    for start in life.each("guidance_given"):
        if states.agreement_in_force(life.before(start)):
            met_by = first_of_two(
                life.first_after(start, "followed_up", of=start),
                life.first_after(start, "readiness_assessed"),
            )
            ended_by = life.first_after(start, *states.AGREEMENT_ENDS)
            due = calendar.working_days_after(start.on, 5)
            owes = "follow up, assess readiness"
            yield Duty("BJ18-27(1)", owes, start, start.on, *due, LAW, met_by, ended_by)


def first_of_two(one, other):
    """The one that stands first, either may be None."""
    return min((entry for entry in (one, other) if entry), key=lambda entry: entry.place, default=None)


def training(life, calendar, _as_of):
    for start in life.each("training_started"):
        if not states.agreement_in_force(life.before(start)):
            continue

        def follow_up(stage, start=start):
            # READING: "on any day after the start" means any entry after the start, also on the same day.
            return life.first_after(start, "followed_up", of=start, fits=lambda entry: entry["stage"] == stage)

        training_ended = life.first_after(start, "training_ended", of=start)
        agreement_end = life.first_after(start, *states.AGREEMENT_ENDS)
        either_end = first_of_two(training_ended, agreement_end)

        due = calendar.working_days_after(start.on, 3)
        early = follow_up("early")
        yield Duty("BJ18-27(2)a", "follow up, early", start, start.on, *due, LAW, early, either_end)

        half_time = start.on + (start["ends"] - start.on).days // 2 * ONE_DAY
        due = calendar.working_days_after(half_time, 3)
        middle = follow_up("middle")
        yield Duty("BJ18-27(2)b", "follow up, middle", start, half_time, *due, LAW, middle, either_end)

        end_day = training_ended.on if training_ended else start["ends"]
        due = calendar.working_days_after(end_day, 3)
        # A readiness of the end day counts even where it stands before the start or the end of that day.
        ready = life.first(lambda entry: entry.kind == "readiness_assessed" and entry.on >= end_day)
        final = first_of_two(follow_up("final"), ready)
        yield Duty("BJ18-27(2)c", "follow up, end", start, end_day, *due, LAW, final, agreement_end)


def recommendation(life, calendar, _as_of):
    for start in life.each("recommended"):
        due = calendar.working_days_after(start.on, 5)
        met_by = life.first_after(start, "followed_up", "recommendation_result", of=start)
        if states.agreement_in_force(life.before(start)):
            ended_by = life.first_after(start, *states.AGREEMENT_ENDS)
            owes = "follow up the application"
            yield Duty("BJ18-27(3)", owes, start, start.on, *due, LAW, met_by, ended_by)
        else:
            ended_by = life.first_after(start, "seeker_archived", "service_stopped")
            yield Duty("BJ18-16", "learn the outcome", start, start.on, *due, NORM, met_by, ended_by)


def work(life, calendar, _as_of):
    for start in life.each("started_work"):
        if not states.agreement_in_force(life.before(start)):
            continue
        ended_by = life.first_after(start, "left_work")
        met_by = life.first_after(start, "followed_up", of=start)
        due = calendar.working_days_after(start.on, 10)
        yield Duty("BJ18-27(4)a", "follow up the start", start, start.on, *due, LAW, met_by, ended_by)
        for rule, months in (("BJ18-27(4)b", 1), ("BJ18-27(4)c", 3), ("BJ18-27(4)d", 6)):
            target = months_later(start.on, months)
            opens, closes = target - 7 * ONE_DAY, target + 7 * ONE_DAY
            met_by = life.first_after(
                start, "followed_up", of=start, fits=lambda entry: opens <= entry.on <= closes
            )
            owes = "steady-employment follow-up"
            yield Duty(rule, owes, start, start.on, closes, False, NORM, met_by, ended_by, lapses=True)


def consultation(life, calendar, _as_of):
    for start in life.each("consultation_opinion"):
        if states.agreement_in_force(life.before(start)):
            met_by = life.first_after(start, "plan_revised")
            ended_by = life.first_after(start, *states.AGREEMENT_ENDS)
            due = calendar.working_days_after(start.on, 5)
            yield Duty("BJ18-28", "revise the plan", start, start.on, *due, LAW, met_by, ended_by)


# --- registrations and verifications ---------------------------------------------------------------


def unemployment(life, calendar, _as_of):
    for start in life.each("unemployment_claimed"):
        met_by = life.first_after(start, "unemployment_registered")
        due = calendar.working_days_after(start.on, 7)
        yield Duty("NA18-3", "finish the registration", start, start.on, *due, LAW, met_by)
        if start["complete"]:
            yield Duty("SD19-5(18)", "finish it at once", start, start.on, start.on, False, LAW, met_by)


def verification(life, calendar, _as_of):
    for start in life.each("verification_claimed"):
        met_by = life.first_after(start, "verified", "verification_refused", of=start)
        due = calendar.working_days_after(start.on, 3)
        yield Duty("NA18-4", "decide", start, start.on, *due, LAW, met_by)


# --- employers and fairs ---------------------------------------------------------------------------


def vacancies(life, calendar, _as_of):
    for start in life.each("vacancy_approved", "vacancy_expired"):

        def next_of_vacancy(kind, start=start):
            return life.first_after(start, kind, fits=lambda entry: entry["vacancy"] == start["vacancy"])

        published, archived = next_of_vacancy("vacancy_published"), next_of_vacancy("vacancy_archived")
        if start.kind == "vacancy_approved":
            due = calendar.working_days_after(start.on, 1)
            yield Duty("BJ18-39", "publish", start, start.on, *due, NORM, published, archived)
        else:
            due = calendar.working_days_after(start.on, 3)
            yield Duty("BJ18-41", "archive", start, start.on, *due, NORM, archived)


def fairs(life, calendar, _as_of):
    for start in life.each("fair_scheduled"):

        def next_of_fair(kind, start=start):
            return life.first_after(start, kind, fits=lambda entry: entry["fair"] == start["fair"])

        due = calendar.working_days_before(start["day"], 3)
        announced, moved = next_of_fair("fair_announced"), next_of_fair("fair_scheduled")
        yield Duty("BJ18-43(2)", "announce", start, start["day"], *due, LAW, announced, moved)


KEY_CONTACTS = (
    "contacted", "followed_up", "employer_guided", "candidates_recommended", "recruitment_completed",
    "key_agreement_signed",
)  # fmt: skip


def key_contact(life, _calendar, as_of):
    signings = life.each("key_agreement_signed")
    if not signings:
        return
    first_day, last_day = quarter_of(signings[0].on)
    while first_day <= as_of:
        up_to_end = [entry for entry in life.entries if entry.on <= last_day]
        in_quarter = [entry for entry in up_to_end if entry.on >= first_day]
        signed = any(entry.kind == "key_agreement_signed" for entry in in_quarter)
        if signed or states.key_enterprise(up_to_end):
            because = states.last_of(up_to_end, "key_agreement_signed")
            met_by = next((entry for entry in in_quarter if entry.kind in KEY_CONTACTS), None)
            owes = "contact the enterprise"
            yield Duty("BJ18-48", owes, because, first_day, last_day, False, LAW, met_by, lapses=True)
        first_day, last_day = quarter_of(last_day + ONE_DAY)


def key_services(life, calendar, _as_of):
    for kind, rule, owes, number in (
        ("employer_guided", "BJ18-49(1)", "follow up", 5),
        ("candidates_recommended", "BJ18-49(2)", "learn the interviews", 5),
        ("recruitment_completed", "BJ18-49(3)", "learn the starts", 10),
    ):
        for start in life.each(kind):
            if states.key_enterprise(life.before(start)):
                met_by = life.first_after(start, "followed_up", of=start)
                ended_by = life.first_after(start, "key_agreement_ended")
                due = calendar.working_days_after(start.on, number)
                yield Duty(rule, owes, start, start.on, *due, LAW, met_by, ended_by)


# --- stopping the service ----------------------------------------------------------------------------


def stops(life, calendar, as_of):
    for gate in gates.STOP_GATES:
        for opening in gates.openings(gate, life.entries, as_of):
            after = life.entries[opening.seen :]
            met_by = next((entry for entry in after if stops_with_notice(entry, after)), None)
            # READING: a gate that `service_stopped` without notice has closed cannot close otherwise any more;
            # only a stop with notice or an entry of the subject then settles the duty.
            ended_by = next(
                (
                    entry
                    for entry in after
                    if initiated_by_subject(entry)
                    or (entry is opening.closed_by and entry.kind != "service_stopped")
                ),
                None,
            )
            due = calendar.working_days_after(opening.since, 3)
            yield Duty(
                rule=f"{gate.name} stop",
                owes="notify the registry and stop the service",
                because=opening.because,
                counted_from=opening.since,
                due=due[0],
                provisional=due[1],
                basis=NORM,
                met_by=met_by,
                ended_by=ended_by,
                event_day=opening.since,
            )


def stops_with_notice(entry, after):
    """Whether it stops the service, with the registry notified before it, both after the gate opened."""
    return entry.kind == "service_stopped" and any(
        earlier.kind == "registry_notified" and earlier.place < entry.place for earlier in after
    )
