"""A worker hands in a credential of another issuer: what was found is shown; a body has to certify it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from niangjia.core.audit.types import SYSTEM
from niangjia.core.proofs.documents import canonical_json
from niangjia.core.proofs.tests.badges import badge
from niangjia.creditbank.outcomes.models import Draft, Outcome
from niangjia.creditbank.outcomes.tests.test_foreign import signed
from niangjia.creditbank.outcomes.types import Source
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.records.models import Attachment
from niangjia.web.tests.college import build_college

pytestmark = pytest.mark.django_db


def upload(client, content):
    file = SimpleUploadedFile("badge.json", content)
    return client.post("/me/outcomes/add/credential/", {"kind": "training", "file": file})


def test_a_worker_hands_one_in_and_a_body_has_to_certify_it(client):
    made = build_college()
    with unit_of_work(SYSTEM):
        client.force_login(Account.objects.get(username="zhou"))
    page = upload(client, signed())
    assert "不在名单上" in page.text
    token = {"kind": "training", "token": page.context["token"]}
    facts = client.post("/me/outcomes/add/credential/", token).url
    shown = {each.name: each.value for each in client.get(facts).context["fields"]}
    assert (shown["title"], shown["hours"]) == ("焊工 中级", "")
    assert client.post(facts, {**shown, "hours": "48"}).status_code == 302
    client.post(f"{facts}papers/", {"body": made.body, "act": "next"})
    client.post(f"{facts}check/", {"act": "deposit"})
    with unit_of_work(made.actor("zhou")):
        row = Outcome.objects.select_related("deposit", "record").get()
        file = Attachment.objects.get()
    assert (row.record.state, row.deposit.source, row.deposit.source_name) == (
        "deposited", Source.CREDENTIAL, "滨江工匠学院"
    )  # fmt: skip
    assert (file.media_type, file.purpose, file.name) == ("application/vc", "credential", "badge.json")


def test_one_that_does_not_hold_is_shown_and_not_kept(client):
    build_college(book=None)
    with unit_of_work(SYSTEM):
        client.force_login(Account.objects.get(username="zhou"))
    page = upload(client, canonical_json(badge()))
    assert "这份证书不能用" in page.text
    assert page.context["token"] == ""
    with unit_of_work(SYSTEM):
        assert not Draft.objects.exists()
