"""The bench's own arithmetic: a ratio is ours over theirs, of medians, and unequal answers have no speed."""

import json

import pytest

from bench.extrapolation import scale_table
from bench.reports import keep, results_of
from bench.rounds import Answer, Goal, Question, Side, Timed, UnequalError, answer, bound, drawn, equal
from bench.writing import BLOCK, BLOCKS, DOCUMENTS, refuse_trials, written


def timed(name, *seconds):
    """A side that takes so many seconds for 100 units, round after round."""
    rounds = iter(seconds)
    return Side(name, lambda: Timed(100, next(rounds)))


def asked(goal=2.0):
    return Question(
        "X1",
        "things",
        "things",
        [timed("ours", 1, 2, 4, 1, 50), timed("theirs", 4, 5, 10, 1000, 2)],
        goal=goal,
    )


def test_a_rate_is_the_median_of_its_rounds():
    rates = answer(asked())
    assert (rates.rate("ours"), rates.rate("theirs")) == (50, 20)


def test_a_ratio_is_ours_over_theirs():
    question = asked()
    assert answer(question).ratio(question.wanted[0]) == 2.5


@pytest.mark.parametrize(("goal", "met"), [(2.5, True), (2.6, False), (None, None)])
def test_a_goal_is_met_from_its_ratio_on(goal, met):
    question = asked(goal)
    assert answer(question).is_met(question.wanted[0]) is met


def test_ours_is_the_first_side_and_the_measure_the_last():
    question = Question("X1", "things", "things", [timed("ours"), timed("between"), timed("measure")])
    assert question.wanted == [Goal("X1", "ours", "measure", None)]


def test_a_bound_on_our_own_time_is_a_rate_that_never_varies():
    question = Question("X2", "p99", "things", [timed("ours", *[0.5] * 5), bound("10 ms each", 100)])
    assert answer(question).as_json()[0]["theirs"] == {"name": "10 ms each", "median": 100, "rounds": [100.0] * 5}
    assert (
        answer(Question("X2", "p99", "things", [timed("ours", *[0.5] * 5), bound("b", 100)])).as_json()[0]["ratio"] == 2
    )


def test_sides_take_turns_and_are_prepared_before_each_round():
    said = []
    sides = [
        Side("ours", lambda: said.append("ours") or 1, lambda: said.append("ready")),
        Side("theirs", lambda: said.append("theirs") or 1),
    ]
    answer(Question("X1", "things", "things", sides), rounds=2)
    assert said == ["ready", "ours", "theirs", "ready", "ours", "theirs"]


def test_work_is_drawn_anew_for_each_round():
    works, done = iter("abc"), []
    side = drawn("ours", lambda: next(works), lambda work: done.append(work) or 1)
    answer(Question("X1", "things", "things", [side]), rounds=3)
    assert done == ["a", "b", "c"]


def test_unequal_answers_stop_the_bench_before_anything_runs():
    ran = []
    question = Question(
        "X1",
        "things",
        "things",
        [Side("ours", lambda: ran.append(1) or 1)],
        check=lambda: equal("values", [1, 2], [1, 3]),
    )
    with pytest.raises(UnequalError, match=r"values: \[1, 2\] and \[1, 3\]"):
        answer(question)
    assert ran == []


def test_one_question_may_answer_several_goals():
    sides = [timed("a", *[1] * 5), timed("b", *[2] * 5), timed("c", *[5] * 5)]
    goals = [Goal("X b", "a", "b", 3, "beside b"), Goal("X c", "a", "c", 5)]
    answers = Answer(Question("X", "all", "things", sides, goals=goals), {"a": [100], "b": [50], "c": [20]})
    kept = [(each["id"], each["title"], each["ratio"], each["met"]) for each in answers.as_json()]
    assert kept == [("X b", "beside b", 2.0, False), ("X c", "all", 5.0, True)]


def test_the_file_is_a_list_of_goals_with_what_was_compared(tmp_path):
    file = tmp_path / "bench.json"
    keep(results_of([answer(asked())], postgresql="18.0"), file)
    (each,) = json.loads(file.read_text())
    assert {name: each[name] for name in ("id", "ratio", "goal", "met", "compared", "postgresql")} == {
        "id": "X1",
        "ratio": 2.5,
        "goal": 2.0,
        "met": True,
        "compared": "ours : theirs",
        "postgresql": "18.0",
    }


def test_goals_not_asked_again_keep_their_figures(tmp_path):
    file = tmp_path / "bench.json"
    keep([{"id": "X1", "ratio": 1}, {"id": "X2", "ratio": 2}], file)
    keep([{"id": "X2", "ratio": 3}], file)
    assert json.loads(file.read_text()) == [{"id": "X1", "ratio": 1}, {"id": "X2", "ratio": 3}]


MEASURED = {
    "id": "X1",
    "title": "things",
    "ratio": 4.5,
    "goal": 5,
    "met": False,
    "unit": "things/s",
    "ours": {"name": "ours", "median": 12345.6},
    "theirs": {"name": "theirs", "median": 2.743},
    "facts": {"bytes": 229.4},
}


def test_documents_take_figures_between_their_marks_and_nothing_else():
    line = "ratio <!--= X1 | ratio -->9<!---->, <!--= X1 | short --><!---->; <!--= X1 | bytes --><!----> bytes, 7."
    wanted = (
        "ratio <!--= X1 | ratio -->4.5<!---->, <!--= X1 | short -->10% short<!---->; "
        "<!--= X1 | bytes -->229<!----> bytes, 7."
    )
    assert written(line, [MEASURED]) == wanted


def test_a_document_with_a_goal_that_was_not_measured_is_refused():
    with pytest.raises(KeyError, match="X9"):
        written("<!--= X9 | ratio --><!---->", [MEASURED])


def test_a_table_of_the_document_says_what_is_missed_and_by_how_much():
    text = "<!-- bench: table X -->\nold\n<!-- end -->"
    assert written(text, [MEASURED]).splitlines() == [
        "<!-- bench: table X -->",
        "| goal | compared | ours, a second | theirs | ratio | wanted | |",
        "|---|---|---|---|---|---|---|",
        "| X1 | things | ours 12,346 | theirs 2.74 | 4.5 | ≥ 5 | **missed**, 10% short |",
        "<!-- end -->",
    ]


def test_both_documents_have_places_for_figures_that_the_bench_knows():
    for document in DOCUMENTS:
        assert {found[2] for found in BLOCK.finditer(document.read_text())} <= set(BLOCKS)


def test_the_scale_divides_work_by_what_was_measured():
    rates = {"L1 cold": 20_000, "L4 proof": 300_000, "A2": 1_000}
    results = [{"id": key, "ours": {"median": rate}, "facts": {"bytes_a_transfer": 250}} for key, rate in rates.items()]
    cells = [line.split(" | ")[1:3] for line in scale_table(results).splitlines()[2:]]
    assert cells == [
        ["3.33 minutes", "13.9 hours"],
        ["26.7 seconds", "111 minutes"],
        ["2 GB", "500 GB"],
        ["13.3 minutes", "2.31 days"],
    ]


def test_every_side_of_a_question_is_kept_and_shown_fastest_first():
    question = Question("X", "all", "things", [timed("a", 1), timed("between", 0.5), timed("c", 2)])
    results = answer(question, rounds=1).as_json()
    assert written("<!-- bench: sides X -->\n<!-- end -->", results).splitlines()[1:-1] == [
        "| side | things/s |",
        "|---|---|",
        "| between | 200 |",
        "| a | 100 |",
        "| c | 50 |",
    ]


def test_figures_of_fewer_than_five_rounds_never_reach_a_document():
    enough, tried = ({"id": key, "ours": {"rounds": [1.0] * count}} for key, count in (("X1", 5), ("X2", 4)))
    refuse_trials([enough])
    with pytest.raises(ValueError, match="fewer than 5 rounds: X2"):
        refuse_trials([enough, tried])
