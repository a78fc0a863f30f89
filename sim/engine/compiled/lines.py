"""Lines of a table as text, its columns parted by commas; Python calls it by `csv`.

Text is written in words of eight letters, the first lowest. What of a word goes beyond a text is written over by what
comes next.
"""

from __future__ import annotations

from sim.engine.compiled.jit import entry, rare
from sim.engine.compiled.nouns import Table, column_of
from sim.engine.compiled.records import WORD
from sim.engine.compiled.shapes import at, put_text
from sim.engine.table import INSTANT, NAME
from sim.worktime import DAY, NEVER

_ZERO, _DASH, _POINT, _BLANK = 0x30, 0x2D, 0x2E, 0x20
_LETTERS = 8
"""Of a word."""
_WORD_OF_DIGITS = 100_000_000
_SECOND, _MILLISECOND = 1_000_000, 1_000


@entry
def write_lines(address):
    """Lines to the end of the table, or until there is no more room for one. How many letters they have."""
    table = Table(address)
    place, last = table.out, table.out + table.room - table.longest
    row = table.row
    while row < table.rows and place <= last:
        for number in range(table.column_count):
            column = column_of(table, number)
            value = at(column.values, row * column.stride)
            if column.kind == NAME:
                place = _name(column, value, place)
            elif column.kind == INSTANT:
                place = _instant(table, column, value, place)
            else:
                place = _number(column, value, place)
        row += 1
    table.row = row
    return place - table.out


def _name(column, value, place):
    """`names` holds one for -1 too, and for each its length and its text, the separator behind it."""
    text = column.names + (value + 1) * column.width * WORD
    for index in range(1, column.width):
        put_text(place + (index - 1) * _LETTERS, at(text, index))
    return place + at(text, 0)


def _number(column, value, place):
    if value < 0:
        put_text(place, _DASH)
        place += 1
        value = -value
    place = _digits(value, 1, place) if value < _WORD_OF_DIGITS else _long_number(value, place)
    put_text(place, column.separator)
    return place + 1


@rare
def _long_number(value, place):
    size = _WORD_OF_DIGITS
    while value // size >= _WORD_OF_DIGITS:
        size = size * _WORD_OF_DIGITS
    least = 1
    while size > 0:
        place = _digits(value // size, least, place)
        value = value % size
        size = size // _WORD_OF_DIGITS
        least = _LETTERS
    return place


def _digits(value, least, place):
    """A number of at most eight digits, with zeros before it so that it has at least so many."""
    text, count = 0, 0
    while value > 0 or count < least:
        text = (text << 8) | (_ZERO + value % 10)
        value = value // 10
        count += 1
    put_text(place, text)
    return place + count


def _instant(table, column, value, place):
    """2025-04-07 09:00:00.000000."""
    if value == NEVER:
        put_text(place, column.separator)
        return place + 1
    day = value // DAY
    if day != column.day:
        _note_date(column, day)
    within = value - day * DAY
    seconds = within // _SECOND
    minutes = seconds // 60
    part = within - seconds * _SECOND
    thousands = part // _MILLISECOND
    put_text(place, column.year_and_month)
    put_text(place + 8, column.day_of_month)
    put_text(place + 11, at(table.minutes, minutes) | (_two_digits(seconds - 60 * minutes) << 48))
    put_text(place + 19, _POINT | (at(table.thousands, thousands) << 8))
    last = at(table.thousands, part - thousands * _MILLISECOND)
    put_text(place + 23, last | (column.separator << 24))
    return place + 27


def _two_digits(number):
    tens = number // 10
    return (_ZERO + tens) | ((_ZERO + number - 10 * tens) << 8)


@rare
def _note_date(column, day):
    """The text of a date, kept for the instants of the same column that follow on it."""
    year = 1970 + day // 366
    while _first_day(year + 1) <= day:
        year += 1
    while _first_day(year) > day:
        year -= 1
    rest = day - _first_day(year)
    month = 1
    while rest >= _days_of(year, month):
        rest -= _days_of(year, month)
        month += 1
    century = year // 100
    years = _two_digits(century) | (_two_digits(year - 100 * century) << 16)
    column.year_and_month = years | (_DASH << 32) | (_two_digits(month) << 40) | (_DASH << 56)
    column.day_of_month = _two_digits(rest + 1) | (_BLANK << 16)
    column.day = day


def _first_day(year):
    """1 January of a year, in days from 1970-01-01."""
    before = year - 1
    return 365 * before + before // 4 - before // 100 + before // 400 - 719_162


def _days_of(year, month):
    if month == 2:
        return 28 + (_first_day(year + 1) - _first_day(year) - 365)
    return 30 + ((month + month // 8) & 1)
