"""Cases computed by hand from the rulebook; the holidays are those of the State Council's notice for 2026."""

import json
import unittest
from datetime import date, timedelta

from check import report
from days import Calendar, months_later, quarter_of
from generate import ledger
from ledger import FIELDS as KINDS
from ledger import read_ledger


def span(first, last):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


HOLIDAYS = span("2026-01-01", "2026-01-03") + span("2026-02-15", "2026-02-23") + span("2026-05-01", "2026-05-05")
MADE_UP = [date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9)]
CALENDAR = Calendar(
    {
        day: day in MADE_UP or (day not in HOLIDAYS and day.isoweekday() <= 5)
        for day in span("2018-01-01", "2026-12-31")
    }
)

FIELDS = {
    "seeker_archived": {"reason": ""},
    "graded": {"level": 2, "tool": "T"},
    "unemployment_claimed": {"complete": True, "promise": False},
    "hardship_recognised": {"group": "4050"},
    "surveyed": {"method": "phone", "willing": True, "registers": False, "circumstance": "none"},
    "agreement_signed": {"officer": "王丽"},
    "agreement_ended": {"reason": ""},
    "plan_adopted": {"version": 1},
    "readiness_assessed": {"ready": True},
    "training_started": {"scheme": "skills"},
    "recommendation_result": {"hired": False, "own_cause": False},
    "service_stopped": {"reason": ""},
}


def entry(kind, on, **fields):
    return {"kind": kind, "on": on} | FIELDS.get(kind, {}) | fields


def as_bytes(entries):
    """The lines of one subject; the ids are e1, e2 … where none is given."""
    lines = ({"id": f"e{number}", "subject": "S"} | one for number, one in enumerate(entries, start=1))
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def printed(*entries, as_of="2026-12-31", regulation="beijing", gates=False):
    lines, _ = report(read_ledger(as_bytes(entries)), regulation, date.fromisoformat(as_of), CALENDAR, gates)
    return [json.loads(line) for line in lines]


def settled(*entries, rule, **options):
    """(due, state, met_by) of each duty of the rule."""
    return [
        (duty["due"], duty["state"], duty["met_by"])
        for duty in printed(*entries, **options)
        if duty["rule"] == rule
    ]


def open_gates(*entries, as_of):
    return [(gate["gate"], gate["since"], gate["because"]) for gate in printed(*entries, as_of=as_of, gates=True)]


class Days(unittest.TestCase):
    def test_working_days_skip_holidays_and_count_made_up_days(self):
        # Friday 13th; Saturday 14th is made up; holidays until Monday 23rd.
        self.assertEqual(CALENDAR.working_days_after(date(2026, 2, 13), 3), (date(2026, 2, 25), False))
        self.assertEqual(CALENDAR.working_days_before(date(2026, 2, 25), 3), (date(2026, 2, 13), False))

    def test_a_year_without_table_makes_provisional(self):
        self.assertEqual(CALENDAR.working_days_after(date(2026, 12, 28), 3), (date(2026, 12, 31), False))
        self.assertEqual(CALENDAR.working_days_after(date(2026, 12, 28), 5), (date(2027, 1, 4), True))
        # The day counted from is not looked up.
        self.assertEqual(CALENDAR.working_days_after(date(2017, 12, 31), 1), (date(2018, 1, 1), False))
        # Two days of 2026 found by counting through 2027.
        self.assertEqual(CALENDAR.working_days_before(date(2027, 1, 4), 3), (date(2026, 12, 30), True))

    def test_hard_cap_is_brought_forward(self):
        # 30 days after 23 January is a holiday, 22 February; the last working day before it is the 14th.
        self.assertEqual(CALENDAR.hard_cap(date(2026, 1, 23), 30), (date(2026, 2, 14), False))
        self.assertEqual(CALENDAR.hard_cap(date(2026, 12, 3), 30), (date(2027, 1, 1), True))

    def test_months_end_on_their_last_day(self):
        self.assertEqual(months_later(date(2026, 8, 31), 6), date(2027, 2, 28))
        self.assertEqual(months_later(date(2023, 11, 30), 3), date(2024, 2, 29))
        self.assertEqual(months_later(date(2026, 11, 30), 1), date(2026, 12, 30))

    def test_quarters(self):
        self.assertEqual(quarter_of(date(2026, 12, 31)), (date(2026, 10, 1), date(2026, 12, 31)))
        self.assertEqual(quarter_of(date(2026, 4, 1)), (date(2026, 4, 1), date(2026, 6, 30)))


class Duties(unittest.TestCase):
    def test_law_of_the_day_of_the_event(self):
        for day, owed in (("2018-07-31", []), ("2018-08-01", [("2018-08-01", "overdue", None)])):
            self.assertEqual(settled(entry("intake", day), rule="BJ18-11"), owed)

    def test_contract_line(self):
        lines, status = report(
            read_ledger(as_bytes([entry("seeker_registered", "2026-02-13", subject="人")])),
            "beijing", date(2026, 2, 26), CALENDAR,
        )  # fmt: skip
        self.assertEqual(
            lines,
            [
                '{"subject":"人","rule":"BJ18-12","owes":"grade the person","because":"e1","from":"2026-02-13",'
                '"due":"2026-02-25","provisional":false,"state":"overdue","met_by":null,"met_on":null,"basis":"norm"}'
            ],
        )
        self.assertEqual(status, 1)

    def test_grading_of_the_same_day_meets(self):
        graded = entry("graded", "2026-03-02")
        registered = entry("seeker_registered", "2026-03-02")
        self.assertEqual(settled(graded, registered, rule="BJ18-12"), [("2026-03-05", "met", "e1")])
        graded["on"] = "2026-03-01"
        self.assertEqual(settled(graded, registered, rule="BJ18-12"), [("2026-03-05", "overdue", None)])

    def test_met_late_void_missed(self):
        start = entry("unemployment_claimed", "2026-03-02")
        for day, state in (("2026-03-11", "met"), ("2026-03-12", "late")):
            duty = settled(start, entry("unemployment_registered", day), rule="NA18-3")
            self.assertEqual(duty, [("2026-03-11", state, "e2")])
        signed, plan = entry("agreement_signed", "2026-03-02"), entry("plan_adopted", "2026-03-18")
        for day, state in (("2026-03-16", "void"), ("2026-03-17", "missed")):
            duty = settled(signed, entry("agreement_ended", day), plan, rule="BJ18-26(1)")
            self.assertEqual(duty, [("2026-03-16", state, None)])

    def test_corrected_entries_never_were(self):
        entries = [
            entry("intake", "2026-03-02"),
            entry("ledger_opened", "2026-03-02"),
            entry("corrected", "2026-03-05", of="e2"),
        ]
        self.assertEqual(settled(*entries, rule="BJ18-11"), [("2026-03-02", "overdue", None)])
        self.assertEqual(settled(*entries, rule="BJ18-11", as_of="2026-03-04"), [("2026-03-02", "met", "e2")])

    def test_surveys(self):
        first = entry("surveyed", "2026-03-02", circumstance="caring")
        self.assertEqual(
            settled(first, entry("surveyed", "2026-04-02"), rule="BJ18-21(2)"),
            # 30 days after 2 March is 1 April; ten working days after 2 April (Thursday) is the 16th.
            [("2026-04-01", "late", "e2"), ("2026-04-16", "overdue", None)],
        )

    def test_training(self):
        # 2 to 31 March: 29 days, half of them 14, the middle is Monday 16 March.
        entries = [
            entry("agreement_signed", "2026-03-02"),
            entry("training_started", "2026-03-02", ends="2026-03-31"),
            entry("followed_up", "2026-03-02", of="e2"),
            entry("followed_up", "2026-03-05", of="e2", stage="early"),
            entry("readiness_assessed", "2026-03-31"),
        ]
        self.assertEqual(settled(*entries, rule="BJ18-27(2)a"), [("2026-03-05", "met", "e4")])
        self.assertEqual(settled(*entries, rule="BJ18-27(2)b"), [("2026-03-19", "overdue", None)])
        self.assertEqual(settled(*entries, rule="BJ18-27(2)c"), [("2026-04-03", "met", "e5")])
        # Ended on the day of the readiness, on a later line: the readiness still meets c, and b is void or missed.
        entries[4]["on"] = "2026-03-19"
        entries.append(entry("training_ended", "2026-03-19", of="e2"))
        self.assertEqual(settled(*entries, rule="BJ18-27(2)b"), [("2026-03-19", "void", None)])
        self.assertEqual(settled(*entries, rule="BJ18-27(2)c"), [("2026-03-24", "met", "e5")])
        entries[5]["on"] = "2026-03-20"
        self.assertEqual(settled(*entries, rule="BJ18-27(2)b"), [("2026-03-19", "missed", None)])
        self.assertEqual(settled(*entries, rule="BJ18-27(2)c"), [("2026-03-25", "overdue", None)])

    def test_windows_include_both_ends(self):
        signed, started = entry("agreement_signed", "2026-03-02"), entry("started_work", "2026-03-16")
        for day, expected in (
            ("2026-04-08", ("2026-04-23", "missed", None)),
            ("2026-04-09", ("2026-04-23", "met", "e3")),
            ("2026-04-23", ("2026-04-23", "met", "e3")),
            ("2026-04-24", ("2026-04-23", "missed", None)),
        ):
            follow_up = entry("followed_up", day, of="e2")
            self.assertEqual(settled(signed, started, follow_up, rule="BJ18-27(4)b"), [expected])
        self.assertEqual(
            settled(signed, started, rule="BJ18-27(4)b", as_of="2026-04-23"), [("2026-04-23", "open", None)]
        )
        # The end of the agreement does not end it, leaving the work does.
        left = [entry("agreement_ended", "2026-03-17"), entry("left_work", "2026-04-23")]
        self.assertEqual(settled(signed, started, *left, rule="BJ18-27(4)b"), [("2026-04-23", "void", None)])

    def test_fair(self):
        scheduled = entry("fair_scheduled", "2026-02-24", fair="f", day="2026-02-25")
        announced = entry("fair_announced", "2026-02-24", fair="f")
        self.assertEqual(settled(scheduled, announced, rule="BJ18-43(2)"), [("2026-02-13", "late", "e2")])
        self.assertEqual(settled(announced, scheduled, rule="BJ18-43(2)"), [("2026-02-13", "overdue", None)])

    def test_quarters_of_a_key_agreement(self):
        entries = [
            entry("contacted", "2026-04-01"),
            entry("key_agreement_signed", "2026-05-20"),
            entry("key_agreement_ended", "2026-10-01"),
        ]
        self.assertEqual(
            settled(*entries, rule="BJ18-48"), [("2026-06-30", "met", "e1"), ("2026-09-30", "missed", None)]
        )
        entries[2]["on"] = "2026-09-30"
        self.assertEqual(settled(*entries, rule="BJ18-48"), [("2026-06-30", "met", "e1")])

    def test_complete_claims_in_shandong(self):
        for day, rules in (("2019-01-20", ["NA18-3"]), ("2019-01-21", ["SD19-5(18)"])):
            duties = printed(entry("unemployment_claimed", day), regulation="shandong")
            self.assertEqual([duty["rule"] for duty in duties], rules)


class Stopping(unittest.TestCase):
    SILENT = (
        entry("unemployment_registered", "2026-01-05"),
        entry("contacted", "2026-01-30"),
        entry("registry_notified", "2026-07-30"),
    )

    def stop(self, *later, **options):
        return settled(*self.SILENT, *later, rule="BJ18-13(3) stop", **options)

    def test_gate_opens_on_the_day_after_six_months(self):
        self.assertEqual(open_gates(*self.SILENT, as_of="2026-07-30"), [])
        self.assertEqual(open_gates(*self.SILENT, as_of="2026-07-31"), [("BJ18-13(3)", "2026-07-31", ["e2"])])

    def test_both_notice_and_stop_after_the_opening(self):
        notice, stopped = entry("registry_notified", "2026-07-31"), entry("service_stopped", "2026-08-05")
        self.assertEqual(self.stop(notice, stopped), [("2026-08-05", "met", "e5")])
        # The notice of 30 July came before the gate opened: stopping does not meet the duty and does not end it.
        self.assertEqual(self.stop(stopped), [("2026-08-05", "overdue", None)])
        self.assertEqual(self.stop(stopped, as_of="2026-08-05"), [("2026-08-05", "open", None)])

    def test_the_subject_or_the_closing_of_the_gate_ends_it(self):
        self.assertEqual(self.stop(entry("contacted", "2026-08-05")), [("2026-08-05", "void", None)])
        self.assertEqual(self.stop(entry("unemployment_closed", "2026-08-06")), [("2026-08-05", "missed", None)])

    def test_three_unwilling_follow_ups(self):
        unwilling = [entry("surveyed", f"2026-03-0{day}", willing=False) for day in range(2, 6)]
        self.assertEqual(open_gates(*unwilling[:3], as_of="2026-03-31"), [])
        self.assertEqual(open_gates(*unwilling, as_of="2026-03-31"), [("BJ18-21(3)", "2026-03-05", ["e4"])])
        # A contact ends the duty, the gate holds on.
        contact = entry("contacted", "2026-03-06")
        self.assertEqual(settled(*unwilling, contact, rule="BJ18-21(3) stop"), [("2026-03-10", "void", None)])
        self.assertEqual(len(open_gates(*unwilling, contact, as_of="2026-03-31")), 1)
        # After a stop and a return the first survey is again the survey.
        back = [entry("service_stopped", "2026-03-06"), entry("contacted", "2026-03-07")]
        again = [entry("surveyed", "2026-03-09", willing=False)] * 4
        self.assertEqual(open_gates(*unwilling, *back, *again[:3], as_of="2026-03-31"), [])
        self.assertEqual(
            open_gates(*unwilling, *back, *again, as_of="2026-03-31"), [("BJ18-21(3)", "2026-03-09", ["e10"])]
        )


class AgreementGates(unittest.TestCase):
    def test_consultation_and_welfare_post(self):
        recommended = [entry("recommended", "2026-02-02") for _ in range(5)]
        results = [entry("recommendation_result", "2026-02-03", of=f"e{number}") for number in range(3, 8)]
        entries = [
            entry("agreement_signed", "2026-01-31"),
            entry("readiness_assessed", "2026-02-01"),
            *recommended,
            *results,
        ]
        consultation = ("BJ18-28", "2026-02-02", ["e5"])
        self.assertEqual(open_gates(*entries, as_of="2026-07-30"), [consultation])
        self.assertEqual(
            open_gates(*entries, as_of="2026-07-31"), [consultation, ("BJ18-30", "2026-07-31", ["e1"])]
        )
        # A renewal does not start the six months anew, but its duties_met counts.
        renewed = [*entries, entry("agreement_signed", "2026-07-01")]
        self.assertEqual(len(open_gates(*renewed, as_of="2026-07-31")), 2)
        renewed[-1]["duties_met"] = False
        self.assertEqual(open_gates(*renewed, as_of="2026-07-31"), [consultation])
        working = [*entries, entry("started_work", "2026-07-01")]
        self.assertEqual(open_gates(*working, as_of="2026-07-31"), [])

    def test_termination(self):
        declined = entry("service_declined", "2026-03-02")
        signed, ended = entry("agreement_signed", "2026-03-02"), entry("agreement_ended", "2026-03-03")
        self.assertEqual(open_gates(declined, signed, as_of="2026-03-31"), [])
        self.assertEqual(open_gates(signed, declined, as_of="2026-03-31"), [("BJ18-29", "2026-03-02", ["e2"])])
        self.assertEqual(open_gates(signed, declined, ended, as_of="2026-03-31"), [])


class Form(unittest.TestCase):
    def refused(self, *entries):
        return [number for number, _ in read_ledger(as_bytes(entries))[1]]

    def test_one_fault_each(self):
        good = entry("intake", "2026-03-02")
        for fault in (
            entry("interviewed", "2026-03-02"),
            entry("intake", "2026-02-30"),
            entry("intake", "20260302"),
            entry("intake", "2026-03-02", note=None),
            entry("intake", "2026-03-02", id="e1"),
            entry("intake", "2026-03-02", id=""),
            entry("graded", "2026-03-02", level=3.0),
            entry("graded", "2026-03-02", level="3"),
            entry("graded", "2026-03-02", level=True),
            entry("graded", "2026-03-02", level=5),
            entry("training_started", "2026-03-02", ends="2026-03-01"),
            entry("training_started", "2026-03-02"),
            entry("followed_up", "2026-03-02", stage="late"),
            entry("followed_up", "2026-03-02", of="e2"),
            entry("followed_up", "2026-03-02", of="e3"),
            entry("training_ended", "2026-03-02", of="e1"),
            entry("unemployment_claimed", "2026-03-02", complete=1),
            entry("plan_adopted", "2026-03-02", version=1.5),
        ):
            with self.subTest(fault):
                self.assertEqual(self.refused(good, fault, entry("contacted", "2026-03-02")), [2])

    def test_refused_lines_do_not_exist_for_later_ones(self):
        entries = [
            entry("recommended", "2026-02-30", id="x"),
            entry("followed_up", "2026-03-02", of="x"),
            entry("recommended", "2026-03-02", id="x"),
            entry("corrected", "2026-03-02", of="x"),
            entry("corrected", "2026-03-02", of="e4"),
        ]
        self.assertEqual(self.refused(*entries), [1, 2, 5])

    def test_odd_files(self):
        good = as_bytes([entry("intake", "2026-03-02", nothing_known=None)]).strip()
        content = b"\xef\xbb\xbf" + good + b"\r\n\r\n[]\r\n" + good[:-1] + b"\n"
        entries, refusals = read_ledger(content)
        self.assertEqual([one.line for one in entries], [1])
        self.assertEqual([number for number, _ in refusals], [3, 4])

    def test_status(self):
        known = read_ledger(as_bytes([entry("intake", "2026-03-02")]) + b"?\n")
        self.assertEqual(report(known, "beijing", date(2026, 3, 3), CALENDAR), ([], 2))
        lines, status = report(known, "beijing", date(2026, 3, 3), CALENDAR, keep_going=True)
        self.assertEqual((len(lines), status), (1, 2))
        known = (known[0], [])
        self.assertEqual(report(known, "beijing", date(2026, 3, 2), CALENDAR)[1], 0)
        self.assertEqual(report(known, "beijing", date(2026, 3, 3), CALENDAR, gates=True), ([], 1))


class Generator(unittest.TestCase):
    def test_only_faults_are_refused_and_every_kind_occurs(self):
        entries, refusals = read_ledger(ledger(subjects=150, seed=1))
        self.assertEqual(refusals, [])
        self.assertEqual(len({one.kind for one in entries}), len(KINDS))
        self.assertTrue(read_ledger(ledger(subjects=150, seed=1, with_faults=True))[1])
        self.assertEqual(ledger(subjects=5, seed=2), ledger(subjects=5, seed=2))


if __name__ == "__main__":
    unittest.main()
