"""A peer's end of the pipe: a line of JSON with a question, a line of JSON with the answer. Standard library alone."""

import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any


def serve(answers: Mapping[str, Callable[..., Any]]) -> None:
    """Answer until the input ends. What else is printed here, by compiled libraries too, goes to standard error."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        given = json.loads(line)
        question = given.pop("question")
        try:
            said = {"answer": answers[question](**given)}
        except Exception:  # noqa: BLE001 - whatever it is, the bench is told and stops
            said = {"failed": traceback.format_exc()}
        print(json.dumps(said), file=out, flush=True)
