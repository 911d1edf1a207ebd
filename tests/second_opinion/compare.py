#!/usr/bin/env python3
"""Compares the `leye` executable with the second implementation on random ledgers. See README.md."""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from check import report
from days import Calendar
from duties import FOLLOWED_BY_OFFICE
from generate import ledger
from ledger import read_ledger

FIXED_AS_OF_DAYS = (date(2018, 7, 31), date(2019, 1, 20), date(2026, 6, 30), date(2027, 3, 31), date(2029, 6, 30))
SHOWN_DIFFERENCES = 5


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("leye", type=Path, help="the executable")
    parser.add_argument("--subjects", type=int, required=True)
    parser.add_argument("--seeds", type=seed_range, required=True, help="A..B, both included")
    parser.add_argument("--calendar", type=Path, required=True, help="CSV with the columns date and is_workday")
    parser.add_argument("--grouped", action="store_true", help="ask the executable also with --grouped")
    parser.add_argument("--stop-after", type=int, default=3, help="end after this many failures (default 3)")
    asked = parser.parse_args()

    calendar = Calendar.from_csv(asked.calendar)
    passed, failed = 0, 0
    with ProcessPoolExecutor() as pool:
        for number, failures in pool.map(partial(compared, asked, calendar), asked.seeds):
            passed += number
            failed += len(failures)
            print(*failures, sep="\n", end="")
            if failed >= asked.stop_after:
                pool.shutdown(cancel_futures=True)
                print(f"{passed} passed, {failed} failed, the rest not compared")
                return 1
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0)


def compared(asked, calendar, seed):
    """How many comparisons of a seed passed, and what differs in the others, up to as many as the whole run ends after."""
    passed, failures = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for comparison in comparisons(asked, seed, Path(folder)):
            difference = comparison.difference(asked.leye, calendar)
            if difference is None:
                passed += 1
                continue
            failures.append(f"--- seed {seed}: {comparison}\n{difference}\n")
            if len(failures) >= asked.stop_after:
                break
    return passed, failures


def seed_range(text):
    first, last = text.split("..")
    return range(int(first), int(last) + 1)


def comparisons(asked, seed, folder):
    """Every comparison of one seed: a ledger in good form and one with faults."""
    for with_faults in (False, True):
        interleave = seed % 2 == 0
        content = ledger(asked.subjects, seed, with_faults, interleave)
        path = folder / f"{'faults' if with_faults else 'ledger'}-{seed}.jsonl"
        path.write_bytes(content)
        known = read_ledger(content)
        flag_sets = [["--keep-going"], ["--keep-going", "--gates"], []] if with_faults else [[], ["--gates"]]
        if asked.grouped and not interleave and not with_faults:
            flag_sets += [[*flags, "--grouped"] for flags in flag_sets]
        for as_of in as_of_days(seed, known[0]):
            for regulation in FOLLOWED_BY_OFFICE:
                for flags in flag_sets:
                    yield Comparison(path, known, regulation, as_of, flags)


def as_of_days(seed, entries):
    """The fixed days and three days on or beside the days of entries."""
    chance = random.Random(f"as of {seed}")
    beside = [
        chance.choice(entries).on + timedelta(days=chance.choice([-1, 0, 1, 7, 30])) for _ in range(3 if entries else 0)
    ]
    return sorted({*FIXED_AS_OF_DAYS, *beside})


class Comparison:
    """One command line, computed by both."""

    def __init__(self, path, known, regulation, as_of, flags):
        self.path = path
        self.known = known
        self.regulation = regulation
        self.as_of = as_of
        self.flags = flags

    def __str__(self):
        return f"{self.path.name} --regulation {self.regulation} --as-of {self.as_of} {' '.join(self.flags)}".rstrip()

    def difference(self, leye, calendar):
        """What differs first, or None: refused lines, then the printed lines, then the exit status."""
        gates = "--gates" in self.flags
        lines, status = report(
            self.known, self.regulation, self.as_of, calendar, gates, "--keep-going" in self.flags
        )
        command = [leye, "check", self.path, "--regulation", self.regulation, "--as-of", self.as_of.isoformat()]
        run = subprocess.run([*command, "--format", "json", *self.flags], capture_output=True, check=False)
        errors = run.stderr.decode("utf-8", "replace")
        their_refusals = [int(number) for number in re.findall(rf"^{re.escape(str(self.path))}:(\d+):", errors, re.M)]
        if their_refusals != [number for number, _ in self.known[1]]:
            return self.refusals_that_differ(set(their_refusals), errors)
        their_lines = run.stdout.decode("utf-8", "replace").split("\n")
        # What ends with a line feed leaves an empty rest behind it.
        if their_lines.pop():
            return f"leye's last line does not end with a line feed\n{errors}"
        if gates:
            lines, their_lines = without_because(lines), without_because(their_lines)
        if lines != their_lines:
            return self.lines_that_differ(lines, their_lines) + f"\n{errors if not their_lines else ''}"
        if run.returncode != status:
            return f"exit status: second opinion {status}, leye {run.returncode}\n{errors}"
        return None

    def refusals_that_differ(self, theirs, errors):
        ours = dict(self.known[1])
        content = self.path.read_bytes().split(b"\n")
        shown = [
            f"line {number}, refused by {'the second opinion: ' + ours[number] if number in ours else 'leye only'}\n"
            f"  {content[number - 1].decode('utf-8', 'replace')}"
            for number in sorted(theirs ^ ours.keys())[:SHOWN_DIFFERENCES]
        ]
        return "\n".join(shown or ["the order or number of the refusals differs", errors[:2000]])

    def lines_that_differ(self, ours, theirs):
        only_ours, only_theirs = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
        if not only_ours and not only_theirs:
            place = next(index for index, pair in enumerate(zip(ours, theirs, strict=True)) if pair[0] != pair[1])
            return f"only the order differs, first at line {place + 1}:\n  {ours[place]}\n  {theirs[place]}"
        first = next(line for line in [*only_ours, *only_theirs] if line)
        try:
            subject = json.loads(first)["subject"]
        except (ValueError, KeyError, TypeError):
            return f"not a line of the contract: {first}"
        shown = [
            *(f"  second opinion only: {line}" for line in of_subject(only_ours, subject)[:SHOWN_DIFFERENCES]),
            *(f"  leye only:           {line}" for line in of_subject(only_theirs, subject)[:SHOWN_DIFFERENCES]),
            f"lines of the second opinion only: {len(only_ours)}, of leye only: {len(only_theirs)}; its ledger:",
        ]
        content = self.path.read_bytes().decode().split("\n")
        own = [entry.line for entry in self.known[0] if entry.subject == subject]
        shown += [f"  {line}: {content[line - 1]}" for line in own]
        return "\n".join(shown)


def of_subject(lines, subject):
    """The lines that speak of the subject."""
    mark = f'"subject":{json.dumps(subject, ensure_ascii=False)},'
    return [line for line in lines if mark in line]


def without_because(lines):
    """Gates as far as they are compared: which entries a gate names as its reason is left to each."""
    return [re.sub(r',"because":\[[^\]]*\]\}$', "}", line) for line in lines]


if __name__ == "__main__":
    sys.exit(main())
