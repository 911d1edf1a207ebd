#!/usr/bin/env python3
"""A second, independent computation of what `leye check --format json` prints. See README.md."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from days import Calendar
from duties import FOLLOWED_BY_OFFICE, TAKES_EFFECT, duties_of
from gates import gates_as_printed
from ledger import lives, read_ledger


def report(ledger, regulation, as_of, calendar, gates=False, keep_going=False):
    """(printed lines, exit status) for a ledger that `read_ledger` has read."""
    entries, refusals = ledger
    if refusals and not keep_going:
        return [], 2
    by_subject = lives(entries, as_of)
    duties = [
        (subject, duty)
        for subject, own in by_subject.items()
        for duty in duties_of(own, regulation, as_of, calendar)
    ]
    duties.sort(key=lambda pair: (pair[1].due, pair[0].encode(), pair[1].rule.encode(), pair[1].because.place))
    overdue = any(duty.state(as_of) == "overdue" for _, duty in duties)
    status = 2 if refusals else int(overdue)
    if gates:
        # READING: `--gates` prints the gates instead of the duties.
        return list(map(json_line, printed_gates(by_subject, regulation, as_of))), status
    return [json_line(duty.as_printed(subject, as_of)) for subject, duty in duties], status


def printed_gates(by_subject, regulation, as_of):
    """The gates of section 4, sorted by subject, then gate; they exist for `beijing` only."""
    if regulation != "beijing" or as_of < TAKES_EFFECT["BJ18"]:
        return []
    found = [gate for subject, own in by_subject.items() for gate in gates_as_printed(subject, own, as_of)]
    return sorted(found, key=lambda gate: (gate["subject"].encode(), gate["gate"].encode()))


def json_line(values):
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--regulation", choices=FOLLOWED_BY_OFFICE, required=True)
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    parser.add_argument("--gates", action="store_true")
    parser.add_argument("--keep-going", action="store_true")
    parser.add_argument("--calendar", type=Path, required=True, help="CSV with the columns date and is_workday")
    asked = parser.parse_args()

    ledger = read_ledger(asked.ledger.read_bytes())
    lines, status = report(
        ledger, asked.regulation, asked.as_of, Calendar.from_csv(asked.calendar), asked.gates, asked.keep_going
    )
    for number, reason in ledger[1]:
        print(f"{number}\t{reason}", file=sys.stderr)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for line in lines:
        print(line)
    return status


if __name__ == "__main__":
    sys.exit(main())
