"""A worker's day at her door, in a real browser."""

import pytest

from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import ALL, PASSWORD, build_college

pytestmark = [pytest.mark.browser]


def test_a_worker_sees_her_credits_the_reasons_and_claims(page):
    build_college(*ALL)
    log_in(page, "zhou", PASSWORD)
    assert page.locator("h1").inner_text() == "周晓岚，有 1 件事等您"
    examined(page, "me")
    for path in (
        "credits/",
        "credits/?show=near",
        "credits/NC/",
        "credits/JJ/",
        "credits/DG/",
        "credits/GX/",
        "credits/SZ/",
        "next/",
        "outcomes/",
        "account/",
        "claim/",
    ):
        page.goto(f"/me/{path}")
        examined(page)
