"""Split a problem into parts that have nothing to do with each other; their values add up."""

from collections.abc import Iterator
from dataclasses import replace

from niangjia.creditbank.engine.problem import (
    Aim,
    AmountCap,
    CountCap,
    Exclusion,
    Floor,
    Limit,
    Overlap,
    Problem,
    ShareCap,
    Side,
)

Node = tuple[Side, str]


def split(problem: Problem) -> list[Problem]:
    """The connected parts, in order of their first sink; what no candidate touches is in none of them."""
    groups = _Groups()
    for pour in problem.pours:
        groups.join([(Side.SOURCE, pour.outcome), (Side.SINK, pour.sink)])
    for package in problem.packages:
        groups.join(
            [*((Side.SOURCE, key) for key, _ in package.takes), *((Side.SINK, key) for key, _ in package.gives)]
        )
    for limit in problem.limits:
        groups.join(touched_by(problem, limit))
    for floor in _open_floors(problem):
        groups.join([(Side.SINK, key) for key in sorted(floor.members)])
    roots = dict.fromkeys(groups.root((Side.SINK, sink.id)) for sink in problem.sinks)
    return [_part(problem, groups, root) for root in roots]


def _open_floors(problem: Problem) -> Iterator[Floor]:
    if problem.aim is Aim.REQUIREMENTS:
        living = frozenset(sink.id for sink in problem.sinks)
        for floor in problem.floors:
            if floor.minimum > floor.got and floor.members & living:
                yield replace(floor, members=floor.members & living)


def touched_by(problem: Problem, limit: Limit) -> list[Node]:
    """The outcomes and sinks of the problem that a limit ties together."""
    living = {(Side.SOURCE, outcome.id) for outcome in problem.outcomes} | {
        (Side.SINK, sink.id) for sink in problem.sinks
    }
    match limit:
        case AmountCap() | CountCap() | Exclusion():
            nodes = [(limit.side, key) for key in limit.members]
        case ShareCap():
            nodes = [*((limit.side, key) for key in limit.members), *((Side.SINK, sink.id) for sink in problem.sinks)]
        case Overlap():
            nodes = [(Side.SOURCE, limit.first), (Side.SOURCE, limit.second)]
        case _:
            nodes = [(Side.SOURCE, pour.outcome) for pour in problem.pours if pour.unrelated]
    return sorted(living.intersection(nodes))


def _part(problem: Problem, groups: "_Groups", root: Node) -> Problem:
    def inside(side: Side, key: str) -> bool:
        return groups.root((side, key)) == root

    return replace(
        problem,
        outcomes=tuple(outcome for outcome in problem.outcomes if inside(Side.SOURCE, outcome.id)),
        sinks=tuple(sink for sink in problem.sinks if inside(Side.SINK, sink.id)),
        pours=tuple(pour for pour in problem.pours if inside(Side.SINK, pour.sink)),
        packages=tuple(package for package in problem.packages if inside(Side.SINK, package.gives[0][0])),
        limits=tuple(limit for limit in problem.limits if any(inside(*node) for node in touched_by(problem, limit))),
        floors=tuple(floor for floor in _open_floors(problem) if inside(Side.SINK, min(floor.members))),
    )


class _Groups:
    """Sets of nodes that grow together (union-find)."""

    def __init__(self) -> None:
        self._parents: dict[Node, Node] = {}

    def root(self, node: Node) -> Node:
        parent = self._parents.setdefault(node, node)
        if parent != node:
            parent = self._parents[node] = self.root(parent)
        return parent

    def join(self, nodes: list[Node]) -> None:
        roots = sorted({self.root(node) for node in nodes})
        for root in roots[1:]:
            self._parents[root] = roots[0]
