"""The gates of section 3: each a pure function of the entries so far and of the current day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import states
from days import ONE_DAY, months_later
from ledger import Entry, initiated_by_subject

# --- what the stop gates ask ---------------------------------------------------------------------


def own_entries(entries):
    return [entry for entry in entries if initiated_by_subject(entry)]


def start_of_silence(before):
    """The last entry initiated by the subject, or their first entry where there is none."""
    return (own_entries(before)[-1:] or before[:1])[0]


def silent(before, today):
    """Whether the subject has initiated nothing for more than 6 months."""
    return today > months_later(start_of_silence(before).on, 6)


def served(before):
    """Whether the service goes on: never stopped, or the subject came back after the stop."""
    stopped = states.last_of(before, "service_stopped")
    # READING: only an entry after the stop brings the subject back, not a stop that they asked for themselves.
    return stopped is None or any(entry.place > stopped.place for entry in own_entries(before))


def follow_up_surveys(before):
    """The surveys after the first, since the last registration as a seeker or stop of the service."""
    surveys = []
    for index, entry in enumerate(before):
        if entry.kind in ("seeker_registered", "service_stopped"):
            surveys = []
        elif entry.kind == "surveyed" and not states.seeker_registered(before[:index]):
            surveys.append(entry)
    return surveys[1:]


def silent_unemployed(before, today):
    return states.unemployment_registered(before) and silent(before, today) and served(before)


def willing_never_registers(before, today):
    if states.seeker_registered(before) or not silent(before, today) or not served(before):
        return False
    surveys = follow_up_surveys(before)
    return len(surveys) >= 3 and surveys[-1]["willing"]


def unwilling(before, _today):
    if states.seeker_registered(before) or not served(before):
        return False
    surveys = follow_up_surveys(before)
    return sum(not survey["willing"] for survey in surveys) >= 3 and not surveys[-1]["willing"]


# --- what the gates under an agreement ask -----------------------------------------------------------


def ready_and_not_at_work(before):
    readiness = states.last_of(before, "readiness_assessed")
    return readiness is not None and readiness["ready"] and not states.at_work(before)


def recommendations_with_last_result(before):
    """(recommendation under the agreement in force, its last result or None)."""
    # READING: the last result is the last that names it, wherever it stands; also before it on an earlier day.
    return [
        (
            entry,
            next(
                (
                    result
                    for result in reversed(before)
                    if result.kind == "recommendation_result" and result["of"] == entry.id
                ),
                None,
            ),
        )
        for entry in states.under_agreement(before)
        if entry.kind == "recommended"
    ]


def expert_consultation(before, _today):
    if not states.agreement_in_force(before) or not ready_and_not_at_work(before):
        return False
    return sum(not (result and result["hired"]) for _, result in recommendations_with_last_result(before)) >= 3


def termination(before, _today):
    return any(entry.kind == "service_declined" for entry in states.under_agreement(before))


def public_welfare_post(before, today):
    if not states.agreement_in_force(before) or not ready_and_not_at_work(before):
        return False
    # READING: the agreement is in force since its first signing, the renewals do not start the months anew.
    first_signing, last_signing = states.under_agreement(before)[0], states.last_of(before, "agreement_signed")
    # READING: as for BJ18-28, the last result of a recommendation decides.
    without_success = [
        entry
        for entry, result in recommendations_with_last_result(before)
        if result and not result["hired"] and not result["own_cause"]
    ]
    return (
        today >= months_later(first_signing.on, 6)
        and last_signing["duties_met"] is not False
        and len(without_success) >= 5
    )


def start_of_agreement(before):
    return states.under_agreement(before)[0]


@dataclass(frozen=True)
class Gate:
    """A gate; `time_runs_from` is the entry from which the time that may open it passes."""

    name: str
    holds: Callable[[list[Entry], date], bool]
    time_runs_from: Callable[[list[Entry]], Entry] | None = None


STOP_GATES = (
    Gate("BJ18-13(3)", silent_unemployed, start_of_silence),
    Gate("BJ18-21(2)", willing_never_registers, start_of_silence),
    Gate("BJ18-21(3)", unwilling),
)

GATES = STOP_GATES + (
    Gate("BJ18-28", expert_consultation),
    Gate("BJ18-29", termination),
    Gate("BJ18-30", public_welfare_post, start_of_agreement),
)

# --- when a gate opened and closed ---------------------------------------------------------------------


@dataclass(frozen=True)
class Opening:
    """One time that a gate opened."""

    since: date
    because: Entry
    seen: int
    """The number of entries that stand before the opening, the opening entry included."""
    closed_by: Entry | None


def moments(entries, as_of):
    """(day, number of entries so far, the entry just made or None at the start of a day), in order."""
    days = {entry.on for entry in entries}
    for day in list(days):
        days |= {months_later(day, 6), months_later(day, 6) + ONE_DAY}
    for day in sorted(days):
        if day > as_of:
            break
        yield day, sum(entry.on < day for entry in entries), None
        for index, entry in enumerate(entries):
            if entry.on == day:
                yield day, index + 1, entry


def openings(gate, entries, as_of):
    """Every opening of the gate up to the as-of day; only the last can be without `closed_by`."""
    result, current = [], None
    for day, seen, entry in moments(entries, as_of):
        before = entries[:seen]
        holds = bool(before) and gate.holds(before, day)
        if holds and current is None:
            current = (day, entry or gate.time_runs_from(before), seen)
        elif current is not None and not holds:
            result.append(Opening(*current, closed_by=entry))
            current = None
    if current is not None:
        result.append(Opening(*current, closed_by=None))
    return result


def gates_as_printed(subject, entries, as_of):
    """The objects of section 4 for the gates that hold on the as-of day."""
    return [
        {"subject": subject, "gate": gate.name, "since": opening.since.isoformat(), "because": [opening.because.id]}
        for gate in GATES
        for opening in openings(gate, entries, as_of)
        if opening.closed_by is None
    ]
