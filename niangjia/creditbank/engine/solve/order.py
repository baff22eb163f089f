"""The canonical order of candidates: by sink, outcome and row, pours before packages; ids compare by code point."""

from dataclasses import replace

from niangjia.creditbank.engine.problem import Package, Pour, Problem


def pour_key(pour: Pour) -> tuple[str, str, str]:
    """Where a pour stands among the pours."""
    return pour.sink, pour.outcome, pour.row


def package_key(package: Package) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...], str]:
    """Where a package stands among the packages: by the sinks it gives to, the outcomes it takes, its row."""
    return tuple(sorted(package.gives)), tuple(sorted(package.takes)), package.row


def in_order(problem: Problem) -> Problem:
    """The same problem with everything in canonical order, so that the order of input can't matter."""
    return replace(
        problem,
        outcomes=tuple(sorted(problem.outcomes, key=lambda outcome: outcome.id)),
        sinks=tuple(sorted(problem.sinks, key=lambda sink: sink.id)),
        pours=tuple(sorted(problem.pours, key=pour_key)),
        packages=tuple(sorted(problem.packages, key=package_key)),
        limits=tuple(sorted(problem.limits, key=lambda limit: limit.name)),
        floors=tuple(sorted(problem.floors, key=lambda floor: floor.name)),
    )
