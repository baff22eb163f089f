"""Papers say what is on record, are the same bytes for the same words, and can be checked by their code alone."""

import json
from base64 import b64decode
from dataclasses import replace

import pytest

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.revoking import revocation_of, revoke_outcome
from niangjia.creditbank.engine.books import HeldOutcome
from niangjia.creditbank.sharing.models import Paper
from niangjia.creditbank.sharing.operations.papers import issue_class, issue_paper, withdraw_paper
from niangjia.creditbank.sharing.press import pdf_of, pictures_of
from niangjia.creditbank.sharing.queries import checked_paper, papers_of, sheets_of
from niangjia.creditbank.sharing.types import PaperKind, PaperState
from niangjia.kernel.access.models import ReadLog
from niangjia.kernel.access.queries import NOBODY
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import COMPUTING, LATHE, build_college

pytestmark = pytest.mark.django_db
URL = "https://bank.example/verify/"
MARKUP = "#panic() $x^2$ @ref \\ [#let x = 1] *b* `raw` <label> // /* \" '"


def posted(*outcomes: HeldOutcome):
    made = build_college(*(outcomes or (LATHE, COMPUTING)))
    worker = made.actor("zhou")
    with unit_of_work(worker):
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    made.post(key)
    return made, worker


def issued(made, worker, kind=PaperKind.TRANSCRIPT, language="zh"):
    with unit_of_work(worker):
        key = issue_paper(made.person, kind=kind, language=language, actor=worker, at=clock.now())
        paper = Paper.objects.get(id=key)
        return paper, sheets_of([paper], verify_url=URL)[0]


def checked(code):
    with unit_of_work(NOBODY):
        return checked_paper(code)


def pages_of(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ")


def test_a_transcript_says_what_the_ledger_says():
    made, worker = posted()
    _, sheet = issued(made, worker)
    said = json.dumps(sheet, ensure_ascii=False)
    assert "认定课程学分合计 9，与学分账一致" in said
    assert all(name in said for name in ("数控编程", "车工工艺", "计算机应用基础", "JN-2025-11-08264", "周晓岚"))
    assert [row[3] for row in sheet["sections"][1]["rows"] if row[1] != "修读"] == ["4.0", "3.0", "2.0"]


def test_the_same_words_are_the_same_bytes_and_tagged_pdf_a():
    made, worker = posted()
    _, sheet = issued(made, worker)
    first = pdf_of([sheet])
    assert first == pdf_of([json.loads(json.dumps(sheet))])
    assert first != pdf_of([{**sheet, "title": "别的"}])
    assert first.startswith(b"%PDF-1.7")
    assert b"pdfaid:part>2<" in first
    assert b"pdfuaid:part>1<" in first


def test_the_same_day_gives_the_same_paper_and_what_changed_another():
    made, worker = posted()
    first, _ = issued(made, worker)
    assert issued(made, worker)[0].id == first.id
    assert issued(made, worker, language="en")[0].id != first.id
    made.certify(*made.deposit(replace(LATHE, title="钳工", certificate_number="JN-9", occupation="6-20-01-01")))
    later, _ = issued(made, worker)
    assert later.id != first.id
    assert checked(first.code).state is PaperState.SUPERSEDED
    assert checked(later.code).state is PaperState.VALID


def test_an_attestation_fits_one_page_in_both_languages():
    many = [replace(LATHE, title=f"车工第{place}期" * 20, certificate_number=f"JN-{place}") for place in range(30)]
    made = build_college(*many)
    worker = made.actor("zhou")
    for language, more in (("zh", "另有 24 项，见成绩单。"), ("en", "24 more: see the transcript.")):
        _, sheet = issued(made, worker, PaperKind.ATTESTATION, language)
        assert sheet["sections"][0]["note"] == more
        assert len(pictures_of([sheet])) == 1
    _, sheet = issued(made, worker)
    assert len(pictures_of([sheet])) > 1


def test_no_sign_in_a_title_is_read_as_markup():
    made = build_college(replace(LATHE, title=MARKUP, issuer=MARKUP))
    _, sheet = issued(made, made.actor("zhou"))
    plain = {**sheet, "sections": [{**part, "rows": []} for part in sheet["sections"]]}
    assert sheet["sections"][0]["rows"][0][0].startswith(MARKUP)
    assert b64decode(pictures_of([sheet])[0]) != b64decode(pictures_of([plain])[0])


def test_a_paper_that_takes_too_long_is_refused(monkeypatch):
    made, worker = posted()
    _, sheet = issued(made, worker)
    monkeypatch.setattr("niangjia.creditbank.sharing.press.SECONDS", 0.01)
    with pytest.raises(Refusal, match="paper_not_set"):
        pdf_of([sheet])


def test_whoever_holds_the_code_learns_what_is_printed_and_no_more():
    made, worker = posted()
    paper, sheet = issued(made, worker, PaperKind.ATTESTATION)
    found = checked(sheet["code"].lower())
    assert (found.masked_name, found.state, found.credits) == ("周*岚", PaperState.VALID, 9)
    assert (found.outcomes_count, found.courses_count, found.issuer) == (2, 3, "望溪县总工会")
    assert found.content_hash in sheet["hash_line"]
    assert checked("7K2M-9QXD-41RT-ZW08") is None
    with unit_of_work(NOBODY):
        assert not Paper.objects.exists()
    with unit_of_work(worker):
        withdraw_paper(paper.id, actor=worker, at=clock.now())
        with pytest.raises(Refusal, match="paper_gone"):
            withdraw_paper(paper.id, actor=worker, at=clock.now())
    assert checked(paper.code).state is PaperState.REVOKED


def test_a_revoked_outcome_revokes_the_papers_that_name_it():
    made, worker = posted()
    paper, _ = issued(made, worker)
    certifier = made.actor("renzheng")
    with unit_of_work(certifier):
        seen = revocation_of(paper.outcome_ids[0]).seen
        revoke_outcome(paper.outcome_ids[0], reason="证书系伪造（示例）", seen=seen, actor=certifier, at=clock.now())
    assert checked(paper.code).state is PaperState.REVOKED


def test_the_registrar_issues_for_her_own_learners_and_it_is_written_down():
    made, _ = posted()
    registrar = made.actor("jiaowu1")
    with unit_of_work(registrar):
        keys = issue_class(
            made.college, "数控一班", kind=PaperKind.TRANSCRIPT, language="zh", actor=registrar, at=clock.now()
        )
        papers = list(Paper.objects.filter(id__in=keys).order_by("id"))
        sheets = sheets_of(papers, verify_url=URL)
        assert [sheet["issuer"] for sheet in sheets] == ["望溪工匠学院", "望溪工匠学院"]
        assert list(papers_of(made.person, college_id=made.college)) == [papers[0]]
    assert pdf_of(sheets).startswith(b"%PDF")
    with unit_of_work(made.actor("zhou")):
        assert ReadLog.objects.filter(about=made.person, purpose="paper.issue").count() == 1
        assert papers_of(made.person).count() == 1
    with unit_of_work(made.actor("lin")):
        assert not papers_of(made.person).exists()


def test_nobody_issues_papers_of_somebody_else():
    made, worker = posted()
    other, certifier, registrar = made.actor("lin"), made.actor("renzheng"), made.actor("jiaowu1")
    for actor, person, college in (
        (other, made.person, None),
        (certifier, made.person, None),
        (worker, made.person, made.college),
    ):
        with unit_of_work(actor), pytest.raises(Refusal, match="act_not_allowed"):
            issue_paper(
                person, kind=PaperKind.TRANSCRIPT, language="zh", actor=actor, at=clock.now(), college_id=college
            )
    with unit_of_work(registrar), pytest.raises(Refusal, match="nobody_in_class"):
        issue_class(made.college, "没有的班", kind=PaperKind.TRANSCRIPT, language="zh", actor=registrar, at=clock.now())
