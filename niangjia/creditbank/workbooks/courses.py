"""Which courses a rule row means when it names one by code or by name."""

from collections.abc import Mapping, Sequence

from niangjia.creditbank.engine.books import Programme
from niangjia.creditbank.engine.relations import normalised_course


class CourseIndex:
    """The courses and categories of all programmes that a book is read against."""

    def __init__(self, programmes: Sequence[Programme]) -> None:
        self._codes = {course.code for programme in programmes for course in programme.courses}
        self._by_name: dict[str, set[str]] = {}
        for programme in programmes:
            for course in programme.courses:
                self._by_name.setdefault(normalised_course(course.name), set()).add(course.code)
        self.categories = frozenset(course.category for programme in programmes for course in programme.courses)
        self._programmes: Mapping[str, str] = {
            **{programme.title: programme.code for programme in programmes},
            **{programme.code: programme.code for programme in programmes},
        }

    def codes(self, name: str) -> tuple[str, ...]:
        """The codes of a course named by code or by name; several where majors have it under several codes."""
        return (name,) if name in self._codes else tuple(sorted(self._by_name.get(normalised_course(name), ())))

    def programme(self, name: str) -> str | None:
        """The code of a programme named by code or title."""
        return self._programmes.get(name)
