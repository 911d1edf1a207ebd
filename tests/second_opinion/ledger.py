"""Reading a ledger and refusing the lines that section 2 of the rulebook ("Form") refuses."""

import json
import re
from dataclasses import dataclass, field
from datetime import date


class Refused(Exception):
    """Why a line is refused."""


@dataclass(frozen=True)
class Entry:
    """One line that is in good form."""

    line: int
    id: str
    subject: str
    kind: str
    on: date
    fields: dict = field(hash=False)

    def __getitem__(self, name):
        """The value of a field, None where it is absent."""
        return self.fields.get(name)

    @property
    def place(self):
        """Entries of a subject stand in the order of their places: by day, within a day by line."""
        return self.on, self.line


# --- what a field may hold -------------------------------------------------------------------


def text(value):
    if not isinstance(value, str):
        raise Refused("is not text")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise Refused("holds half a character")
    return value


def named(value):
    if text(value) == "":
        raise Refused("is empty")
    return value


def flag(value):
    if not isinstance(value, bool):
        raise Refused("is not true or false")
    return value


def is_whole_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def level(value):
    if not is_whole_number(value) or not 1 <= value <= 4:
        raise Refused("is not a whole number from 1 to 4")
    return value


def version(value):
    if not isinstance(value, str) and not is_whole_number(value):
        raise Refused("is neither text nor a whole number")
    return value


def day(value):
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text(value)):
        raise Refused("is not written YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Refused("is a day that does not exist") from error


def stage(value):
    if text(value) not in ("early", "middle", "final"):
        raise Refused("is not early, middle or final")
    return value


# READING: `at` and `recorded_at` are described as instants, but "everything else is text": any text is accepted.
EVERY_ENTRY = {
    "id": named, "subject": named, "kind": named, "on": day,
    "at?": text, "recorded_at?": text, "office?": text, "staff?": text, "channel?": text,
    "initiated_by?": text, "note?": text,
}  # fmt: skip

# READING: where one row of the table holds several kinds, its fields are those of every kind of the row
# (so `hardship_ended` needs `group`); `consultation_requested` alone has no `of`.
FIELDS = {
    "intake": {},
    "ledger_opened": {},
    "demand_file_opened": {},
    "seeker_registered": {},
    "seeker_archived": {"reason": text},
    "graded": {"level": level, "tool": text},
    "unemployment_claimed": {"complete": flag, "promise": flag},
    "unemployment_registered": {},
    "unemployment_closed": {},
    "hardship_recognised": {"group": text},
    "hardship_ended": {"group": text},
    "surveyed": {"method": text, "willing": flag, "registers": flag, "reason?": text, "circumstance": text},
    "agreement_signed": {"officer": text, "duties_met?": flag},
    "agreement_ended": {"reason": text},
    "plan_adopted": {"version": version},
    "plan_revised": {"version": version},
    "readiness_assessed": {"ready": flag},
    "guidance_given": {"form": text},
    "training_started": {"scheme": text, "ends": day},
    "training_ended": {"of": text},
    "recommended": {"vacancy?": text, "employer?": text},
    "recommendation_result": {"of": text, "hired": flag, "own_cause": flag},
    "started_work": {},
    "left_work": {},
    "followed_up": {"of?": text, "stage?": stage},
    "consultation_requested": {},
    "consultation_opinion": {"of?": text},
    "public_post_recommended": {},
    "public_post_placed": {},
    "public_post_ended": {},
    "service_declined": {},
    "registry_notified": {},
    "service_stopped": {"reason": text},
    "contacted": {"of?": text},
    "corrected": {"of": text},
    "verification_claimed": {"promise": flag},
    "verified": {"of": text},
    "verification_refused": {"of": text},
    "vacancy_submitted": {"vacancy": text},
    "vacancy_approved": {"vacancy": text},
    "vacancy_returned": {"vacancy": text},
    "vacancy_published": {"vacancy": text},
    "vacancy_expired": {"vacancy": text},
    "vacancy_archived": {"vacancy": text},
    "employer_guided": {"form": text},
    "candidates_recommended": {"vacancy?": text},
    "recruitment_completed": {"vacancy?": text},
    "key_agreement_signed": {},
    "key_agreement_ended": {},
    "fair_scheduled": {"fair": text, "day": day},
    "fair_announced": {"fair": text},
    "fair_held": {"fair": text},
}

# The kind that `of` must name; a kind with `of` that is not listed may name any kind.
OF_NAMES = {
    "recommendation_result": "recommended",
    "training_ended": "training_started",
    "verified": "verification_claimed",
    "verification_refused": "verification_claimed",
    "consultation_opinion": "consultation_requested",
}

SUBJECT_INITIATES = {
    "intake", "seeker_registered", "unemployment_claimed", "guidance_given", "training_started", "training_ended",
    "started_work", "left_work", "service_declined", "contacted", "verification_claimed", "vacancy_submitted",
    "employer_guided", "recruitment_completed",
}  # fmt: skip


def initiated_by_subject(entry):
    """Whether the subject initiated the entry: `initiated_by`, or the default of the kind."""
    if entry["initiated_by"] is not None:
        return entry["initiated_by"] == "subject"
    return entry.kind in SUBJECT_INITIATES


# --- lines ---------------------------------------------------------------------------------


def read_ledger(content):
    """(entries in file order, [(line number, reason)]) of the bytes of a ledger file."""
    entries, refusals, seen = [], [], {}
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        # READING: a line of nothing but white space is a blank line.
        if not line.strip(b" \t\r"):
            continue
        try:
            entry = read_line(number, line)
            check_references(entry, seen.setdefault(entry.subject, {}))
        except Refused as refused:
            refusals.append((number, str(refused)))
            continue
        seen[entry.subject][entry.id] = entry
        entries.append(entry)
    return entries, refusals


def read_line(number, line):
    """The entry of one line, its references not yet looked at."""
    try:
        values = json.loads(line.decode("utf-8"), parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(f"is not JSON: {error}") from error
    if not isinstance(values, dict):
        raise Refused("is not a JSON object")
    fields = checked(values, EVERY_ENTRY)
    if fields["kind"] not in FIELDS:
        raise Refused(f"unknown kind {fields['kind']}")
    fields |= checked(values, FIELDS[fields["kind"]])
    if "ends" in fields and fields["ends"] < fields["on"]:
        raise Refused("ends lies before on")
    return Entry(number, fields["id"], fields["subject"], fields["kind"], fields["on"], fields)


def refuse_constant(name):
    raise ValueError(f"{name} is not a JSON value")


def checked(values, forms):
    """The values of the fields of `forms`; a name with `?` may be absent, but not null."""
    result = {}
    for name_in_form, form in forms.items():
        name = name_in_form.removesuffix("?")
        if name in values:
            try:
                result[name] = form(values[name])
            except Refused as refused:
                raise Refused(f"{name} {refused}") from refused
        elif name == name_in_form:
            raise Refused(f"{name} is missing")
    return result


def check_references(entry, earlier):
    """`earlier` maps ids to the entries on earlier lines of the same subject, refused lines left out."""
    if entry.id in earlier:
        raise Refused(f"id {entry.id} was used before")
    if entry["of"] is None:
        return
    # READING: an entry that has been corrected is still an entry on an earlier line: `of` may name it.
    if entry["of"] not in earlier:
        raise Refused(f"of names no earlier line: {entry['of']}")
    target = earlier[entry["of"]]
    if entry.kind in OF_NAMES and target.kind != OF_NAMES[entry.kind]:
        raise Refused(f"of must name {OF_NAMES[entry.kind]}, not {target.kind}")
    if entry.kind == "corrected" and target.kind == "corrected":
        raise Refused("a correction cannot be corrected")


# --- what the computation sees ---------------------------------------------------------------


def lives(entries, as_of):
    """{subject: entries in the order of the rulebook}: by day, within a day by line.

    Entries after the as-of day are left out first, then the corrected entries and their corrections.
    """
    # READING: a correction dated after the as-of day is left out like any entry, so what it names still counts.
    known = [entry for entry in entries if entry.on <= as_of]
    in_error = {(entry.subject, entry["of"]) for entry in known if entry.kind == "corrected"}
    by_subject = {}
    for entry in known:
        if entry.kind != "corrected" and (entry.subject, entry.id) not in in_error:
            by_subject.setdefault(entry.subject, []).append(entry)
    return {subject: sorted(own, key=lambda entry: entry.place) for subject, own in by_subject.items()}
