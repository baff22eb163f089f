"""CP-SAT in its own process: it keeps the models that it is given and solves them when asked."""

from typing import Any

from ortools.sat.python import cp_model

from bench.peer_loop import serve

MODELS: list[cp_model.CpModel] = []
LONGEST = 5.0  # seconds for a model; what is not proven then counts as done, to its advantage


def keep(models: list[dict[str, Any]]) -> int:
    """Build models from ``most`` of each column, ``rows`` (terms, least, most) and ``objective``; all integers."""
    MODELS.clear()
    for given in models:
        model = cp_model.CpModel()
        columns = [model.new_int_var(0, most, "") for most in given["most"]]
        for terms, least, most in given["rows"]:
            total = sum(factor * columns[column] for column, factor in terms)
            if least is not None and least == most:
                model.add(total == least)
                continue
            if least is not None:
                model.add(total >= least)
            if most is not None:
                model.add(total <= most)
        model.maximize(sum(factor * columns[column] for column, factor in given["objective"]))
        MODELS.append(model)
    return len(MODELS)


def solve(first: int, count: int) -> dict[str, Any]:
    """Solve so many models from one on: seconds in the solver, and the values, None where the time did not suffice."""
    seconds, values = 0.0, list[int | None]()
    for model in MODELS[first : first + count]:
        solver = cp_model.CpSolver()  # as it comes: a worker for each core
        solver.parameters.max_time_in_seconds = LONGEST
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
            raise RuntimeError(solver.status_name())
        seconds += solver.wall_time
        values.append(round(solver.objective_value) if status == cp_model.OPTIMAL else None)
    return {"seconds": seconds, "values": values}


if __name__ == "__main__":
    serve({"keep": keep, "solve": solve})
