"""Made-up learners with their outcomes: the same seed and number, the same learner, whoever else is drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from niangjia.creditbank.batch.populations import vocabulary as words
from niangjia.creditbank.engine.books import HeldOutcome, OutcomeKind, Programme
from niangjia.creditbank.engine.problem import SinkKind

OWN_TRADE: Final = 0.75  # of certificates are of the programme's field
IN_TEAM: Final = 0.3
OF_TRADE: Final = 0.2  # of trainings are of an occupation
MARKED: Final = 0.5  # of trainings end with a mark
STUDYING: Final = 0.08  # have passed some courses by study
LEFT: Final = 0.02  # have left the programme
ON_LEAVE: Final = 0.01
FIRST_BIRTH: Final = date(1970, 1, 1)
BIRTH_DAYS: Final = 35 * 365
EARLIEST: Final = {OutcomeKind.SKILL_CERTIFICATE: 2015, OutcomeKind.EARLIER_COURSE: 2016}


@dataclass(frozen=True, slots=True)
class MadeLearner:
    """One learner. ``programme`` is a place in the list that was drawn from; outcomes have no ids yet."""

    number: int
    name: str
    born_on: date
    programme: int
    enrolled_on: date
    is_attending: bool
    ended_on: date | None
    outcomes: tuple[HeldOutcome, ...]
    passed: tuple[str, ...] = field(default=())  # course codes


def draw_learner(seed: int, number: int, programmes: tuple[Programme, ...], on: date) -> MadeLearner:
    """The learner with this number of the population with this seed; awards lie before ``on``."""
    chance = Random(seed << 32 | number)  # noqa: S311 - a seeded generator is meant to repeat itself
    place = chance.randrange(len(programmes))
    enrolled_on = date(programmes[place].intake, 9, 1)
    drawing = _Drawing(chance, f"{seed:02}{number:08}", programmes[place], on)
    return MadeLearner(
        number=number,
        name=chance.choice(words.SURNAMES) + "".join(chance.sample(words.GIVEN, chance.choice((1, 2, 2)))),
        born_on=FIRST_BIRTH + timedelta(days=chance.randrange(BIRTH_DAYS)),
        programme=place,
        enrolled_on=enrolled_on,
        is_attending=chance.random() > ON_LEAVE,
        ended_on=on if chance.random() < LEFT else None,
        outcomes=drawing.outcomes(_drawn(chance, words.COUNTS)),
        passed=drawing.passed() if chance.random() < STUDYING else (),
    )


def _drawn(chance: Random, weighted: tuple[tuple[Any, ...], tuple[int, ...]]) -> Any:  # noqa: ANN401 - what stands there
    return chance.choices(*weighted)[0]


@dataclass
class _Drawing:
    """The outcomes of one learner on their way. ``mark`` makes the numbers of papers her own."""

    chance: Random
    mark: str
    programme: Programme
    on: date
    made: list[HeldOutcome] = field(default_factory=list)

    def outcomes(self, count: int) -> tuple[HeldOutcome, ...]:
        """So many outcomes, no two of them one paper or one course."""
        seen = set()
        for _ in range(count):
            kind = _drawn(self.chance, words.KINDS)
            facts = _MAKERS[kind](self)
            key = (kind, facts.get("occupation"), facts.get("level"), facts.get("subject"), facts.get("event"))
            if key not in seen:
                seen.add(key)
                awarded_on = self._day(EARLIEST.get(kind, 2020))
                self.made.append(HeldOutcome(id="", kind=kind, awarded_on=awarded_on, **facts))
        return tuple(self.made)

    def passed(self) -> tuple[str, ...]:
        """Courses that she has passed by study."""
        courses = [course.code for course in self.programme.courses if course.kind is SinkKind.COURSE]
        return tuple(sorted(self.chance.sample(courses, self.chance.randint(1, 4))))

    def _day(self, first_year: int) -> date:
        first = date(first_year, 1, 1)
        return first + timedelta(days=self.chance.randrange((self.on - first).days))

    def trade(self) -> str:
        """An occupation, most often of the programme's field."""
        own = self.chance.random() < OWN_TRADE and self.programme.occupations
        return self.chance.choice(self.programme.occupations if own else words.UNRELATED)

    def paper(self, letter: str) -> str:
        """The number of a paper that nobody else holds."""
        return f"{letter}{self.mark}{len(self.made):02}"


def _certificate(drawing: _Drawing) -> Mapping[str, Any]:
    chance = drawing.chance
    return {
        "title": "示例职业技能等级证书",
        "certificate_number": drawing.paper("S"),
        "issuer": "示例技能评价中心",
        "occupation": drawing.trade(),
        "level": Decimal(_drawn(chance, words.LEVELS)),
        "certificate_class": _drawn(chance, words.CLASSES),
    }


def _competition(drawing: _Drawing) -> Mapping[str, Any]:
    chance = drawing.chance
    tier, is_team, trade = _drawn(chance, words.TIERS), chance.random() < IN_TEAM, drawing.trade()
    return {
        "title": f"示例技能竞赛{'团体' if is_team else ''}奖",
        "certificate_number": drawing.paper("J"),
        "issuer": words.HOSTS[tier - 1],
        "occupation": trade,
        "tier": tier,
        "prize": _drawn(chance, words.PRIZES),
        "rank": chance.randint(1, 5) if is_team else None,
        "is_team": is_team,
        "event": f"{chance.randint(2020, drawing.on.year)}年{words.HOSTS[tier - 1]}{trade}竞赛",
    }


def _training(drawing: _Drawing) -> Mapping[str, Any]:
    chance, subject = drawing.chance, drawing.chance.choice(words.TRAININGS)
    return {
        "title": f"{subject}培训",
        "issuer": "示例职工学校",
        "occupation": drawing.trade() if chance.random() < OF_TRADE else None,
        "hours": Decimal(chance.choice(words.HOURS)),
        "subject": subject,
        "score": Decimal(chance.randint(62, 98)) if chance.random() < MARKED else None,
    }


def _mentoring(drawing: _Drawing) -> Mapping[str, Any]:
    months = drawing.chance.choice(words.MONTHS)
    return {"title": "示例师带徒", "issuer": "示例企业工会", "occupation": drawing.trade(), "months": months}


def _small_result(drawing: _Drawing) -> Mapping[str, Any]:
    chance = drawing.chance
    tier = _drawn(chance, words.TIERS)
    return {
        "title": f"岗位{chance.choice(words.THINGS)}",
        "certificate_number": drawing.paper("W"),
        "issuer": words.HOSTS[tier - 1],
        "occupation": drawing.trade(),
        "tier": tier,
        "share": Decimal(chance.choice(words.SHARES)) / 100,
    }


def _course(drawing: _Drawing) -> Mapping[str, Any]:
    chance = drawing.chance
    name, worth = chance.choice(words.EARLIER)
    return {
        "title": name,
        "issuer": "示例开放大学",
        "score": Decimal(chance.randint(52, 95)),
        "credits": Decimal(worth + chance.choice((-1, 0, 0, 0, 1))),
        "subject": name,
    }


_MAKERS: Final[Mapping[OutcomeKind, Callable[[_Drawing], Mapping[str, Any]]]] = {
    OutcomeKind.SKILL_CERTIFICATE: _certificate,
    OutcomeKind.COMPETITION: _competition,
    OutcomeKind.TRAINING: _training,
    OutcomeKind.MENTORING: _mentoring,
    OutcomeKind.FIVE_SMALLS: _small_result,
    OutcomeKind.EARLIER_COURSE: _course,
}
