"""Lines that the rulebook refuses, and files that are odd but in good form."""

import json

from ledger import EVERY_ENTRY, FIELDS, day, flag, level, named, stage, text, version

# For each form of a field, values that do not have it.
ILL_TYPED = {
    named: ["", None, 5, True, ["x"]],
    text: [None, 7, 1.5, False, {}, ["x"]],
    flag: [None, 0, 1, "true", "false", []],
    level: [None, 0, 5, -1, "3", 3.0, 2.5, True],
    version: [None, 1.5, 2.0, True, []],
    stage: [None, "late", "", "Early", 1],
    day: [None, "", "2026-02-30", "2027-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-1", "20260401"]
    + ["2026-04-01T00:00:00+08:00", " 2026-04-01", 20260401, "明天"],
}

BROKEN = [b"[]", b'"intake"', b"17", b"null", b"true", b"{", b"{}", b"not json", b'{"id":"x",}', b"{'id':'x'}"]


def forms_of(entry):
    """{field name: form} of an entry's kind."""
    forms = EVERY_ENTRY | FIELDS.get(entry["kind"], {})
    return {name.removesuffix("?"): form for name, form in forms.items()}


def ill_typed(chance, entry, _earlier):
    name, form = chance.choice(list(forms_of(entry).items()))
    return entry | {name: chance.choice(ILL_TYPED[form])}


def ill_typed_own_field(chance, entry, _earlier):
    forms = {name.removesuffix("?"): form for name, form in FIELDS[entry["kind"]].items()} or {"on": day}
    name, form = chance.choice(list(forms.items()))
    return entry | {name: chance.choice(ILL_TYPED[form])}


def missing(chance, entry, _earlier):
    required = [name for name in (EVERY_ENTRY | FIELDS[entry["kind"]]) if not name.endswith("?")]
    left_out = chance.choice(required)
    return {name: value for name, value in entry.items() if name != left_out}


def missing_optional(_chance, entry, _earlier):
    """No fault at all: what may be absent is absent."""
    optional = [name.removesuffix("?") for name in FIELDS[entry["kind"]] if name.endswith("?")]
    return {name: value for name, value in entry.items() if name not in optional}


def unknown_kind(chance, entry, _earlier):
    return entry | {"kind": chance.choice(["interviewed", "Intake", "intake ", "求职登记"])}


def ends_before_on(_chance, entry, _earlier):
    return entry | {"kind": "training_started", "scheme": "skills", "ends": "2017-12-31"}


def ends_on_same_day(_chance, entry, _earlier):
    """No fault at all: `ends` is not before `on`."""
    return entry | {"kind": "training_started", "scheme": "skills", "ends": entry["on"]}


def used_id(chance, entry, earlier):
    own = [other for other in earlier if other["subject"] == entry["subject"]]
    return entry | {"id": chance.choice(own)["id"]} if own else unknown_kind(chance, entry, earlier)


def of_any_line(chance, entry, earlier):
    """`of` names any line of any subject, refused or not: seldom a fitting one."""
    kind = chance.choice([kind for kind, forms in FIELDS.items() if "of" in forms or "of?" in forms])
    of = chance.choice(earlier)["id"] if earlier and chance.random() < 0.9 else chance.choice(["", "e1"])
    return entry | {"kind": kind, "of": of} | {"hired": False, "own_cause": False}


def of_own_line(chance, entry, earlier):
    own = [other for other in earlier if other["subject"] == entry["subject"]]
    return of_any_line(chance, entry, own)


def of_later_line(chance, entry, _earlier):
    number = int("".join(filter(str.isdigit, entry["id"])))
    of = chance.choice(["e", "é", "项"]) + str(number + chance.choice([0, 1, 1, 2]))
    return entry | {"kind": chance.choice(["corrected", "followed_up", "contacted"]), "of": of}


def corrected_of_corrected(chance, entry, earlier):
    own = [other for other in earlier if other["subject"] == entry["subject"] and other["kind"] == "corrected"]
    if not own:
        return of_own_line(chance, entry, earlier)
    return entry | {"kind": "corrected", "of": chance.choice(own)["id"]}


CHANGES = [
    *(ill_typed, ill_typed, ill_typed_own_field, ill_typed_own_field, ill_typed_own_field, missing, missing),
    *(missing_optional, unknown_kind, ends_before_on, ends_on_same_day, used_id, of_any_line, of_own_line),
    *(of_own_line, of_later_line, corrected_of_corrected),
]


def file_with_faults(chance, entries, lines):
    """The bytes of the file, some of its lines made faulty; the file may have a byte order mark and CRLF."""
    share = chance.choice([0.01, 0.05, 0.2])
    line_end = chance.choice([b"\n", b"\n", b"\r\n"])
    result = [b"\xef\xbb\xbf"] if chance.random() < 0.4 else []
    for index, line in enumerate(lines):
        if chance.random() < 0.02:
            result += [chance.choice([b"", b" ", b"\t"]) + line_end] * chance.randint(1, 3)
        if chance.random() < share:
            line = faulty(chance, entries[index], entries[:index], line)
        # Lines of both sorts may stand in one file.
        result.append(line + (b"\r\n" if chance.random() < 0.02 else line_end))
    content = b"".join(result)
    return content.removesuffix(line_end) if chance.random() < 0.3 else content


def faulty(chance, entry, earlier, line):
    """A line in place of `line`."""
    if chance.random() < 0.15:
        return chance.choice(BROKEN + [line[: chance.randint(1, len(line) - 1)], line + line, line + b"x"])
    changed = chance.choice(CHANGES)(chance, entry, earlier)
    return json.dumps(changed, ensure_ascii=False).encode()
