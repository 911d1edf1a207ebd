#!/usr/bin/env python3
"""Random ledgers for comparing two implementations of the rulebook. See README.md."""

import argparse
import json
import random
import sys
from datetime import date, timedelta

import faults
from days import last_of_month, months_later, quarter_of
from ledger import FIELDS, OF_NAMES

FIRST_DAY, LAST_DAY = date(2018, 1, 1), date(2028, 12, 31)

# Days around which lives begin: regulations taking effect, month ends, holidays, make-up days, years without table.
CORNER_DAYS = [
    *(date(2018, 1, 29), date(2018, 1, 31), date(2018, 7, 20), date(2018, 7, 31), date(2018, 8, 1)),
    *(date(2018, 2, 1), date(2018, 12, 4), date(2018, 12, 5), date(2019, 1, 18), date(2019, 1, 20)),
    *(date(2019, 1, 21), date(2019, 8, 30), date(2019, 9, 29), date(2020, 1, 23), date(2020, 2, 28)),
    *(date(2020, 8, 31), date(2021, 9, 17), date(2022, 4, 29), date(2023, 9, 28), date(2024, 1, 30)),
    *(date(2024, 2, 8), date(2024, 8, 29), date(2025, 1, 24), date(2025, 9, 26), date(2025, 12, 30)),
    *(date(2026, 2, 12), date(2026, 3, 31), date(2026, 5, 6), date(2026, 6, 20), date(2026, 9, 30)),
    *(date(2026, 11, 30), date(2026, 12, 18), date(2026, 12, 31), date(2027, 1, 4), date(2027, 2, 26)),
]

# Days on which a text takes effect, and the days before.
EFFECT_DAYS = [date(2018, 7, 31), date(2018, 8, 1), date(2018, 12, 4), date(2018, 12, 5), date(2019, 1, 20)]
EFFECT_DAYS += [date(2019, 1, 21)]
FIRST_STEPS = "unemployment_claimed:complete=true verification_claimed unemployment_claimed intake surveyed"

# Lives as they are meant to go. `kind:field=value` fixes a field, `*` repeats the step 0 to 5 times, `~` keeps silent
# for about 6 months, `>` lets some months pass, `@` goes to the edge of a window of the last job.
STORIES = {
    "seeker": "intake ledger_opened seeker_registered graded recommended* recommendation_result* followed_up "
    "seeker_archived seeker_registered graded service_stopped seeker_registered",
    "hardship": "unemployment_claimed unemployment_registered seeker_registered hardship_recognised graded "
    "agreement_signed plan_adopted guidance_given* followed_up readiness_assessed training_started "
    "followed_up* training_ended followed_up readiness_assessed recommended* recommendation_result* followed_up* "
    "consultation_requested consultation_opinion plan_revised agreement_signed started_work followed_up* left_work "
    "started_work followed_up* public_post_recommended public_post_placed agreement_ended",
    "silent": "unemployment_claimed unemployment_registered contacted* ~ graded registry_notified service_stopped "
    "contacted ~ surveyed registry_notified service_stopped unemployment_closed unemployment_registered",
    "never heard": "graded unemployment_registered ~ recommended ~ registry_notified registry_notified service_stopped",
    "willing": "surveyed:willing=true demand_file_opened surveyed:willing=true* ~ surveyed:willing=true "
    "surveyed:willing=true contacted* ~ surveyed registry_notified service_stopped intake surveyed* ~ surveyed",
    "unwilling": "surveyed ledger_opened surveyed:willing=false* surveyed:willing=false surveyed:willing=false "
    "contacted* surveyed* registry_notified service_stopped contacted surveyed:willing=false* seeker_registered "
    "surveyed seeker_archived surveyed:willing=false* surveyed:willing=false",
    "consulted": "agreement_signed plan_adopted readiness_assessed:ready=true recommended* recommended "
    "recommendation_result:hired=false* recommended recommended recommended recommendation_result:hired=false "
    "recommendation_result:hired=false* service_declined consultation_opinion ~ recommended "
    "recommendation_result:hired=false* recommendation_result:hired=false* agreement_signed readiness_assessed "
    "recommendation_result:hired=false* agreement_ended",
    "training": "agreement_signed training_started followed_up:stage=early followed_up:stage=middle "
    "readiness_assessed training_ended readiness_assessed followed_up:stage=final training_started training_started "
    "followed_up* training_ended* readiness_assessed agreement_ended",
    "work": "agreement_signed started_work followed_up* @ followed_up @ followed_up agreement_ended @ followed_up "
    "@ followed_up @ left_work agreement_signed started_work @ followed_up started_work @ followed_up @ followed_up",
    "welfare": "agreement_signed readiness_assessed:ready=true recommended recommended recommended recommended "
    "recommended* recommendation_result:hired=false* recommendation_result:hired=false "
    "recommendation_result:hired=false ~ recommended recommendation_result:hired=false* agreement_signed "
    "recommended recommendation_result:hired=false* started_work left_work recommendation_result "
    "public_post_placed agreement_signed recommended",
    "employer": "verification_claimed verified vacancy_submitted vacancy_approved* vacancy_published* vacancy_expired "
    "vacancy_archived* key_agreement_signed employer_guided* followed_up* candidates_recommended* followed_up "
    "recruitment_completed* followed_up > contacted > key_agreement_signed > employer_guided key_agreement_ended "
    "contacted verification_claimed verification_refused key_agreement_signed > contacted",
    "fair": "fair_scheduled fair_announced fair_held fair_scheduled* fair_announced* fair_held fair_scheduled "
    "fair_announced",
}

TEXTS = {
    "circumstance": ["none", "none", "childbirth", "caring", "其他"],
    "method": ["phone", "counter", "visit", "letter"],
    "scheme": ["skills", "startup", "internship"],
    "form": ["general", "special", "group"],
    "group": ["4050", "零就业家庭"],
    "reason": ["", "本人要求", 'says "no"'],
    "tool": ["T1"],
    "officer": ["王丽", "李强"],
    "vacancy": ["v1", "v2", ""],
    "employer": ["甲公司"],
    "fair": ["f1", "f2"],
}


class Writer:
    """Writes the lines of one subject; the order of the lines is not always that of the days."""

    def __init__(self, chance, subject, clock):
        self.chance = chance
        self.subject = subject
        self.clock = clock
        self.entries = []
        self.back_dating = chance.choice([0, 0, 0.05, 0.3])
        self.haste = chance.choice([0.2, 0.5, 0.8])

    def fraction(self, share):
        return self.chance.random() < share

    def near(self, day):
        """A day that stands in some relation to `day` that a rule may ask for."""
        first, last = quarter_of(day)
        target = months_later(day, self.chance.choice([1, 3, 6]))
        return self.chance.choice(
            [
                day,
                day + timedelta(days=self.chance.randint(0, 16)),
                day + timedelta(days=self.chance.randint(0, 8)),
                day + timedelta(days=self.chance.choice([28, 29, 30, 31])),
                target + timedelta(days=self.chance.choice([-8, -7, -1, 0, 1, 2, 7, 8])),
                self.chance.choice([first, last, last + timedelta(days=1)]),
                last_of_month(day.year, day.month) + timedelta(days=self.chance.randint(-2, 1)),
                day + timedelta(days=self.chance.randint(0, 400)),
            ]
        )

    def move_clock(self):
        if self.fraction(self.haste):
            return
        if self.entries and self.fraction(0.3):
            day = self.near(date.fromisoformat(self.chance.choice(self.entries)["on"]))
        else:
            day = self.clock + timedelta(days=self.chance.choice([1, 1, 2, 3, 4, 5, 7, 9, 13, 14, 15]))
        self.clock = min(max(day, self.clock), LAST_DAY)

    def keep_silent(self):
        """Exactly 6 months, a day less or a few more, mostly counted from an entry."""
        last = date.fromisoformat(self.entries[-1]["on"]) if self.entries else self.clock
        day = months_later(last, 6) + timedelta(days=self.chance.choice([-1, 0, 1, 1, 2, 30]))
        self.clock = min(max(day, self.clock), LAST_DAY)

    def skip_months(self):
        day = months_later(self.clock, self.chance.choice([1, 2, 3])) + timedelta(days=self.chance.randint(-9, 9))
        self.clock = min(max(day, self.clock), LAST_DAY)

    def go_to_window(self):
        """The edges and the middle of a window 1, 3 or 6 months after the last start of work, or a day beside."""
        jobs = [entry for entry in self.entries if entry["kind"] == "started_work"]
        if jobs:
            target = months_later(date.fromisoformat(jobs[-1]["on"]), self.chance.choice([1, 1, 3, 3, 6]))
            day = target + timedelta(days=self.chance.choice([-8, -7, 0, 7, 8]))
            self.clock = min(max(day, self.clock), LAST_DAY)

    def entry_day(self):
        """The clock, or for a back-dated (or future) entry some other day."""
        if not self.fraction(self.back_dating):
            return self.clock
        day = self.clock + timedelta(days=self.chance.choice([-200, -40, -10, -5, -2, -1, -1, 1, 3, 20]))
        return min(max(day, FIRST_DAY), LAST_DAY)

    def target(self, kind):
        """The id of an earlier line that `of` of this kind may name, or None."""
        wanted = OF_NAMES.get(kind)
        fitting = [entry for entry in self.entries if wanted is None or entry["kind"] == wanted]
        if kind == "corrected":
            fitting = [entry for entry in fitting if entry["kind"] != "corrected"]
        elif kind == "followed_up" and self.fraction(0.9):
            followed = ("recommended", "training_started", "started_work", "guidance_given", "employer_guided")
            followed += ("candidates_recommended", "recruitment_completed")
            fitting = [entry for entry in fitting if entry["kind"] in followed] or fitting
        elif kind == "recommendation_result" and self.fraction(0.7):
            answered = {entry["of"] for entry in self.entries if entry["kind"] == kind}
            fitting = [entry for entry in fitting if entry["id"] not in answered] or fitting
        if not fitting:
            return None
        return self.chance.choice(fitting[-4:] if self.fraction(0.7) else fitting)["id"]

    def value(self, name, on):
        if name in ("willing", "registers", "ready", "hired", "own_cause", "complete", "promise", "duties_met"):
            likely = {"ready": 0.8, "registers": 0.2, "hired": 0.2, "own_cause": 0.15, "duties_met": 0.7}
            return self.fraction(likely.get(name, 0.5))
        if name == "level":
            return self.chance.randint(1, 4)
        if name == "version":
            return self.chance.choice([1, 0, -3, 27, "一", "2"])
        if name == "stage":
            return self.chance.choice(["early", "middle", "final"])
        if name == "ends":
            return max(self.near(on), on).isoformat()
        if name == "day" and self.fraction(0.15):
            # Counted back across the end of the last year that has a table.
            return date(2027, 1, self.chance.randint(1, 9)).isoformat()
        if name == "day":
            return (on + timedelta(days=self.chance.choice([-30, -1, 0, 1, 2, 3, 4, 5, 6, 7, 10, 14, 40]))).isoformat()
        return self.chance.choice(TEXTS[name])

    def write(self, kind, **fixed):
        """Adds an entry of the kind, or of another one where nothing can be named by its `of`."""
        on = self.entry_day()
        fields = {}
        for name_in_form in FIELDS[kind]:
            name = name_in_form.removesuffix("?")
            if name == "of":
                of = self.target(kind)
                if of is None and name == name_in_form:
                    return self.write(self.chance.choice(["contacted", "recommended", "training_started", "surveyed"]))
                if of is not None and (name == name_in_form or self.fraction(0.85)):
                    fields["of"] = of
            elif name == name_in_form or name in fixed or self.fraction(0.6):
                fields[name] = fixed.get(name, self.value(name, on))
        if self.fraction(0.04):
            fields["initiated_by"] = self.chance.choice(["subject", "agency", "subject", "第三方"])
        if self.fraction(0.05):
            fields |= {"at": f"{on}T23:59:00+08:00", "recorded_at": f"{LAST_DAY}T09:00:00+08:00", "note": "补录"}
        if self.fraction(0.03):
            fields |= {"office": "o-2", "staff": "s", "channel": "phone", "unheard_of": None}
        identity = self.chance.choice(["e", "e", "e", "é", "项"]) + str(len(self.entries) + 1)
        entry = {"id": identity, "subject": self.subject, "kind": kind, "on": on.isoformat()} | fields
        self.entries.append(entry)
        return entry

    def live(self, story, chaos):
        """Goes through a story, with other entries strewn in."""
        for step in story.split():
            if step in ("~", ">", "@"):
                {"~": self.keep_silent, ">": self.skip_months, "@": self.go_to_window}[step]()
                continue
            if self.fraction(chaos / 2):
                continue
            for _ in range(self.chance.randint(0, 5) if step.endswith("*") else 1):
                if self.fraction(chaos):
                    self.move_clock()
                    self.write(self.chance.choice(list(FIELDS)))
                self.move_clock()
                kind, _, fixed = step.removesuffix("*").partition(":")
                self.write(kind, **fixed_fields(fixed))
                if self.fraction(0.02):
                    self.write("corrected")

    def be_chaotic(self, number):
        """Entries of a few kinds drawn at random, so that they meet each other often."""
        kinds = self.chance.sample(list(FIELDS), self.chance.choice([4, 8, len(FIELDS)]))
        for _ in range(number):
            self.move_clock()
            if self.fraction(0.03):
                self.keep_silent()
            self.write(self.chance.choice(kinds))


def fixed_fields(text):
    name, _, value = text.partition("=")
    return {name: {"true": True, "false": False}.get(value, value)} if name else {}


def subject_name(chance, number):
    form = chance.choice(["S-{}", "S-{}", "S-{}", "s{}", "人员{}", "Ünit {}", 'a "{}" \\', "tab\t{}", "𠀀{}"])
    return form.format(number)


def life(chance, number):
    """The lines of one subject, as JSON objects."""
    clock = chance.choice(CORNER_DAYS) + timedelta(days=chance.randint(-3, 3))
    if chance.random() < 0.4:
        clock = FIRST_DAY + timedelta(days=chance.randint(0, 3300))
    writer = Writer(chance, subject_name(chance, number), max(clock, FIRST_DAY))
    if chance.random() < 0.06:
        writer.clock = chance.choice(EFFECT_DAYS)
        writer.haste = 1
        writer.live(FIRST_STEPS, chaos=0)
    elif chance.random() < 0.25:
        writer.be_chaotic(chance.randint(1, 50))
    else:
        for story in chance.sample(list(STORIES), chance.choice([1, 1, 1, 2])):
            writer.live(STORIES[story], chance.choice([0, 0.1, 0.3]))
    return writer.entries[:60]


def interleaved(chance, lives):
    """One list of lines in which the lives take turns, each in its own order."""
    turns = [number for number, entries in enumerate(lives) for _ in entries]
    chance.shuffle(turns)
    rest = [iter(entries) for entries in lives]
    return [next(rest[number]) for number in turns]


def ledger(subjects, seed, with_faults=False, interleave=False):
    """The bytes of a ledger; the same arguments give the same bytes."""
    chance = random.Random(f"{seed}/{subjects}")
    lives = [life(chance, number) for number in range(subjects)]
    entries = interleaved(chance, lives) if interleave else [entry for entries in lives for entry in entries]
    lines = [json.dumps(entry, ensure_ascii=chance.random() < 0.2).encode() for entry in entries]
    if with_faults:
        return faults.file_with_faults(chance, entries, lines)
    return b"".join(line + b"\n" for line in lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subjects", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--faults", action="store_true", help="with refused lines of every sort")
    parser.add_argument("--interleave", action="store_true", help="not grouped by subject")
    asked = parser.parse_args()
    sys.stdout.buffer.write(ledger(asked.subjects, asked.seed, asked.faults, asked.interleave))


if __name__ == "__main__":
    main()
