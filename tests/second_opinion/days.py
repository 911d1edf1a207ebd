"""Counting days as section 1 of the rulebook counts them."""

import csv
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


class Calendar:
    """The working days of the years that have a table; Monday to Friday for every other year."""

    def __init__(self, is_workday):
        """`is_workday` maps a date to True or False, for every day of each year that has a table."""
        self._is_workday = is_workday
        self._years_with_table = {day.year for day in is_workday}

    @classmethod
    def from_csv(cls, path):
        """Reads a table with at least the columns `date` and `is_workday` (1 or true: a working day)."""
        with open(path, encoding="utf-8-sig", newline="") as lines:
            return cls(
                {
                    date.fromisoformat(row["date"]): row["is_workday"].strip().lower() in ("1", "true")
                    for row in csv.DictReader(lines)
                }
            )

    def is_working_day(self, day):
        """Whether people work on `day`."""
        return self._is_workday.get(day, day.isoweekday() <= 5)

    def has_table(self, day):
        """Whether the holiday notice of the year of `day` is known."""
        return day.year in self._years_with_table

    def working_days_after(self, day, number):
        """(due date, provisional): the `number`-th working day after `day`, itself not counted."""
        return self._count(day, number, ONE_DAY)

    def working_days_before(self, day, number):
        """(due date, provisional): the `number`-th working day before `day`, itself not counted."""
        return self._count(day, number, -ONE_DAY)

    def hard_cap(self, day, number):
        """(due date, provisional): `number` calendar days later, brought forward to a working day."""
        due = day + number * ONE_DAY
        while not self.is_working_day(due):
            due -= ONE_DAY
        return due, not self.has_table(due)

    def _count(self, day, number, step):
        looked_up = []
        while number > 0:
            day += step
            looked_up.append(day)
            number -= self.is_working_day(day)
        return day, not all(map(self.has_table, looked_up))


def months_later(day, number):
    """The day of the same number `number` months later, or the last day of that month (art. 202)."""
    month_index = day.year * 12 + day.month - 1 + number
    year, month = month_index // 12, month_index % 12 + 1
    return min(date(year, month, 1) + (day.day - 1) * ONE_DAY, last_of_month(year, month))


def last_of_month(year, month):
    """The last day of a month."""
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return first_of_next - ONE_DAY


def quarter_of(day):
    """(first day, last day) of the calendar quarter of `day`."""
    first_month = (day.month - 1) // 3 * 3 + 1
    return date(day.year, first_month, 1), last_of_month(day.year, first_month + 2)
