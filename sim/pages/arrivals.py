"""How the cases of one channel come, in a line: its rate, list or appointments, and all that moves them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.model.channel import RandomBatch
from sim.model.quantities import number_text
from sim.pages.rules import told as rule_told
from sim.words.amounts import duration, enumerated, rate, share, spread, time_of_day, unit_amount
from sim.words.arrivals import ARRIVALS
from sim.words.scenario import SHOWN
from sim.worktime import date_of

if TYPE_CHECKING:
    from sim.engine.compile.stated_arrivals import StatedArrivals
    from sim.model.channel import Channel, Shock


def channel_text(channel: Channel, stated: StatedArrivals | None, lang: str) -> str:
    """What is said of a channel; `stated` is what its list or appointments hold, None where they cannot be."""
    said = _Said(channel, stated, lang)
    kind = said.by_rate() if channel.rate else said.by_list() if channel.list else said.by_appointment()
    return SHOWN[lang]["semicolon"].join(part for part in (*kind, *said.shocks()) if part)


class _Said:
    def __init__(self, channel: Channel, stated: StatedArrivals | None, lang: str) -> None:
        self.channel = channel
        self.stated = stated
        self.lang = lang
        self.w = SHOWN[lang]
        self.own = ARRIVALS[lang]

    def by_rate(self) -> Iterator[str]:
        channel, w = self.channel, self.w
        profiles = {"hour": channel.hours, "weekday": channel.weekdays, "month": channel.months}
        varies = enumerated((w[word] for word, profile in profiles.items() if profile), self.lang)
        yield rate(channel.cases, self.lang)
        if channel.off_days:
            yield w["around_the_clock"].format(n=number_text(channel.off_days.value))
        yield w["varies"].format(what=varies) if varies else ""
        yield w["after_holiday"] if channel.after_holiday else ""
        yield self._batch()
        if channel.cv is not None and channel.cv.value != 1:
            yield self.own["cv"].format(n=number_text(channel.cv.value))
        yield w["growth"].format(n=share(channel.growth.value)) if channel.growth else ""
        for rule in channel.rules:
            yield rule_told(rule, self.lang, channel.around_the_clock)

    def _batch(self) -> str:
        batch = self.channel.batch
        often = rate(self.channel.batches, self.lang, "batches")
        if not isinstance(batch, RandomBatch):
            return self.w["batch"].format(n=batch.value, rate=often) if batch.value > 1 else ""
        mean = number_text(round(batch.value, 3))
        if batch.sizes is None:
            return self.own["batch_mean"].format(mean=mean, rate=often)
        sizes = enumerated(
            (self.own["size"].format(n=n, share=share(part)) for n, part in sorted(batch.sizes.items())),
            self.lang,
        )
        return self.own["batch_sizes"].format(sizes=sizes, mean=mean, rate=often)

    def by_list(self) -> Iterator[str]:
        channel, own, stated = self.channel, self.own, self.stated
        assert channel.list is not None
        file = own["file"].format(name=channel.list.file) if channel.list.file else ""
        ends = channel.list.rows[0], channel.list.rows[-1]
        first, last = (
            (date_of(begin) for begin, _, _ in ends) if stated is None else (stated.first, stated.last)
        )
        yield own["list"].format(file=file, n=f"{channel.list.cases:,}", first=first, last=last)
        if stated is not None and stated.inside < stated.cases:
            yield own["inside"].format(n=f"{stated.inside:,}")
        yield "" if channel.list.moments else own["counts"]
        if channel.only:
            picked = (own["is"].format(column=c, value=v) for c, v in channel.only.items())
            yield own["only"].format(what=enumerated(picked, self.lang))
        yield own["scale"].format(n=number_text(channel.scale.value)) if channel.scale else ""
        if channel.shift is not None:
            days, unit = channel.shift_by
            yield own["shift"].format(shift=unit_amount(days, unit, self.lang))
        yield self._a_day()

    def by_appointment(self) -> Iterator[str]:
        asked, own, w = self.channel.appointments, self.own, self.w
        assert asked is not None
        steps = sorted((asked.profile or {}).items())
        places = (
            own["places"].format(n=asked.places.value)
            if asked.places is not None
            else enumerated((own["from"].format(n=n, time=time_of_day(at)) for at, n in steps), self.lang)
        )
        days = enumerated((w[day] for day in asked.weekdays), self.lang) or w["workdays"]
        when = f"{days} {asked.hours or w['office']}"
        yield own["appointments"].format(every=duration(asked.every, self.lang), places=places, when=when)
        yield own["booked"].format(share=share(asked.booked.value))
        yield own["no_show"].format(share=share(asked.no_show.value)) if asked.no_show.value else ""
        yield own["early"].format(time=spread(asked.early, self.lang)) if asked.early else ""
        if asked.late is not None:
            late = share(asked.late.share.value)
            yield own["late"].format(share=late, time=spread(asked.late.by, self.lang))
        yield self._a_day()

    def _a_day(self) -> str:
        return (
            ""
            if self.stated is None
            else self.own["a_day"].format(n=number_text(round(self.stated.a_day, 1)))
        )

    def shocks(self) -> Iterator[str]:
        for shock in self.channel.shocks:
            yield self._shock(shock)

    def _shock(self, shock: Shock) -> str:
        own = self.own
        dates = own["from_then_on" if shock.last is None else "dates"].format(
            first=shock.first, last=shock.last
        )
        n = number_text(shock.factor.value)
        if shock.name is None:
            return own["shock"].format(dates=dates, n=n)
        name = shock.name.zh if self.lang == "zh" else shock.name.en
        return own["named_shock"].format(name=name, dates=dates, n=n)
