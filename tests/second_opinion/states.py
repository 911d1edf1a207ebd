"""The states of section 5, each computed from scratch from the entries that stand before."""

AGREEMENT_ENDS = ("agreement_ended", "public_post_placed", "service_stopped")


def last_of(before, *kinds):
    """The last entry of one of these kinds, or None."""
    return next((entry for entry in reversed(before) if entry.kind in kinds), None)


def is_last(before, kind, *others):
    """Whether the last entry among `kind` and `others` is of `kind`."""
    last = last_of(before, kind, *others)
    return last is not None and last.kind == kind


def seeker_registered(before):
    return is_last(before, "seeker_registered", "seeker_archived", "service_stopped")


def hardship_recognised(before):
    return is_last(before, "hardship_recognised", "hardship_ended")


def unemployment_registered(before):
    return is_last(before, "unemployment_registered", "unemployment_closed")


def at_work(before):
    return is_last(before, "started_work", "left_work")


def key_enterprise(before):
    return is_last(before, "key_agreement_signed", "key_agreement_ended")


def agreement_in_force(before):
    return is_last(before, "agreement_signed", *AGREEMENT_ENDS)


def under_agreement(before):
    """The entries from the signing of the agreement in force on (not from its renewal); none without one."""
    if not agreement_in_force(before):
        return []
    ended = last_of(before, *AGREEMENT_ENDS)
    since_end = before if ended is None else before[before.index(ended) + 1 :]
    signing = next(index for index, entry in enumerate(since_end) if entry.kind == "agreement_signed")
    return since_end[signing:]
