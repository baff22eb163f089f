"""The long rounds stand in the soak tests; this one is short enough for every run."""

from niangjia.kernel.ledger.tests.crashes import open_site


def test_books_hold_after_the_server_was_killed_under_eight_writers():
    with open_site() as site:
        site.crash_round(seed=1, batches=40, crashes=1, acts=("prepare",))
