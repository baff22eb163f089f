"""The worker's pages without a browser: who may see them, what is refused, and how many queries they take."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.certification.operations import refuse_outcomes
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.programmes.operations import NewEnrolment, enrol, publish_programmes
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import ALL, AT, FIXTURES, LATHE, PROGRAMME, WIRE, build_college

pytestmark = [pytest.mark.django_db]
UNKNOWN = "01900000-0000-7000-8000-000000000000"  # the key of nothing
PAGES = ("", "credits/", "credits/NC/", "claim/", "outcomes/", "next/", "account/")


@pytest.fixture
def enter(client):
    """Someone's browser without the browser."""

    def entered(username):
        with unit_of_work(SYSTEM):
            client.force_login(Account.objects.get(username=username))
        return client

    return entered


def claim(client, college, **changed):
    """Check the answers, then send what the page holds."""
    page = client.get("/me/claim/", {"course": changed.get("course", "")})
    checked = page.context["claim"]
    form = {"enrolment": str(college.enrolment), "course": "", "seen": checked.seen, **changed}
    return client.post("/me/claim/", form)


def decisions_count(college):
    with unit_of_work(college.actor("jiaowu1")):
        return Decision.objects.count()


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_log_in(client, path):
    answer = client.get(f"/me/{path}")
    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next=/me/{path}")


def test_an_account_of_no_worker_reads_why_there_is_nothing_for_it(enter):
    build_college()
    answer = enter("jiaowu1").get("/me/")
    assert answer.status_code == 403
    assert "这个账号没有关联职工本人" in answer.text


def test_someone_without_an_enrolment_reads_what_to_do(enter):
    college = build_college(LATHE)
    with unit_of_work(college.actor("jiaowu1")):
        Enrolment.objects.filter(id=college.enrolment).update(ended_on=date(2026, 7, 1))
    zhou = enter("zhou")
    assert "请学院教务处按您的身份证号登记学号" in zhou.get("/me/").text
    assert "车工" in zhou.get("/me/outcomes/").text
    assert "请学院教务处按您的身份证号登记学号" in zhou.get("/me/credits/", follow=True).text
    assert zhou.get("/me/claim/").status_code == 404


@pytest.mark.parametrize("path", ["credits/XX/", f"outcomes/{UNKNOWN}/", f"claims/{UNKNOWN}/", "nowhere/"])
def test_what_is_not_there_is_not_found(enter, path):
    build_college(*ALL)
    assert enter("zhou").get(f"/me/{path}").status_code == 404


def test_another_workers_claim_and_outcome_are_not_there(enter):
    college = build_college(*ALL)
    assert claim(enter("zhou"), college).status_code == 302
    with unit_of_work(college.actor("jiaowu1")):
        decision = Decision.objects.get()
        outcome = decision.spends.first().outcome_id
    lin = enter("lin")
    assert lin.get(f"/me/claims/{decision.record_id}/").status_code == 404
    assert lin.post(f"/me/claims/{decision.record_id}/withdraw/").status_code == 404
    assert lin.get(f"/me/outcomes/{outcome}/").status_code == 404
    with unit_of_work(college.actor("jiaowu1")):
        assert Decision.objects.get().record.state == "claimed"


def test_claiming_twice_is_refused_and_writes_nothing(enter):
    college = build_college(*ALL)
    zhou = enter("zhou")
    form = {"enrolment": str(college.enrolment), "seen": zhou.get("/me/claim/").context["claim"].seen}
    assert zhou.post("/me/claim/", form).status_code == 302
    answer = zhou.post("/me/claim/", form)
    assert answer.status_code == 422
    assert "在等教务处办理" in answer.text
    assert decisions_count(college) == 1


def test_a_course_of_another_programme_is_refused(enter):
    college = build_college(*ALL)
    zhou = enter("zhou")
    form = {"enrolment": str(college.enrolment), "course": "XX", "seen": zhou.get("/me/claim/").context["claim"].seen}
    answer = zhou.post("/me/claim/", form)
    assert answer.status_code == 422
    assert "您的培养方案里没有课程 XX" in answer.text
    assert decisions_count(college) == 0


def test_a_course_that_nothing_frees_can_not_be_claimed(enter):
    build_college(*ALL)
    answer = enter("zhou").get("/me/claim/", {"course": "SZ"})
    assert answer.status_code == 422
    assert "没有可以申请的课程" in answer.text


def test_without_outcomes_there_is_nothing_to_claim(enter):
    college = build_college()
    zhou = enter("zhou")
    assert zhou.get("/me/claim/").status_code == 422
    answer = zhou.post("/me/claim/", {"enrolment": str(college.enrolment)})
    assert answer.status_code == 422
    assert "没有可以申请的课程" in answer.text
    assert decisions_count(college) == 0


def test_the_enrolment_of_someone_else_can_not_be_claimed_for(enter):
    college = build_college(*ALL)
    answer = claim(enter("zhou"), college, enrolment=str(college.other_enrolment))
    assert answer.status_code == 404
    assert decisions_count(college) == 0


def test_what_changed_since_it_was_checked_must_be_checked_again(enter):
    college = build_college(LATHE)
    zhou = enter("zhou")
    seen = zhou.get("/me/claim/").context["claim"].seen
    college.certify(*college.deposit(FIXTURES))
    answer = zhou.post("/me/claim/", {"enrolment": str(college.enrolment), "seen": seen})
    assert answer.status_code == 422
    assert "请重新核对一遍再提交" in answer.text
    assert decisions_count(college) == 0


def test_what_is_recorded_can_not_be_withdrawn(enter):
    college = build_college(*ALL)
    zhou = enter("zhou")
    where = claim(zhou, college)["Location"]
    with unit_of_work(college.actor("jiaowu1")):
        decision = Decision.objects.get().record_id
    college.post(decision)
    answer = zhou.post(f"{where}withdraw/")
    assert answer.status_code == 422
    assert "不能撤回" in answer.text


def test_an_outcome_that_was_refused_shows_the_certifiers_reason(enter):
    college = build_college()
    keys = college.deposit(LATHE)
    certifier = college.actor("renzheng")
    with unit_of_work(certifier):
        refuse_outcomes(keys, reason="证书编号查不到", actor=certifier, at=AT)
    assert "证书编号查不到" in enter("zhou").get("/me/outcomes/").text


def test_with_two_enrolments_she_chooses_which_to_look_at(enter):
    college = build_college(LATHE)
    registrar = college.actor("jiaowu1")
    second = replace(PROGRAMME, code="JD", title="机电一体化技术（示例）", intake=2026)
    with unit_of_work(registrar):
        publish_programmes([second], college_id=college.college, actor=registrar, at=AT)
        new = NewEnrolment(college.person, "JD", "2026009", "机电班", date(2026, 3, 1))
        enrol([new], college_id=college.college, actor=registrar, at=AT)
    zhou = enter("zhou")
    assert zhou.get("/me/").context["visit"].enrolment.programme.title == "机电一体化技术（示例）"
    answer = zhou.post("/me/enrolment/", {"enrolment": str(college.enrolment), "next": "/me/credits/"})
    assert answer["Location"] == "/me/credits/"
    assert zhou.get("/me/").context["visit"].enrolment.programme.title == "数控技术（示例）"
    assert zhou.post("/me/enrolment/", {"enrolment": str(college.other_enrolment)}).status_code == 404


def queries_of(client, path):
    client.get(f"/me/{path}")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(f"/me/{path}").status_code == 200
    return [each["sql"] for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_as_many_queries_for_six_outcomes_as_for_one(enter, path):
    college = build_college(LATHE)
    zhou = enter("zhou")
    few = queries_of(zhou, path)
    college.certify(*college.deposit(*ALL[1:]))
    many = queries_of(zhou, path)
    assert len(many) == len(few)
    assert len(many) <= 27, "\n".join(many)


def test_the_next_certificate_is_one_that_exists(enter):
    """The programme's field is a group of the classification: no one can take a certificate in 机械冷加工人员."""
    build_college(WIRE)
    page = enter("zhou").get("/me/next/")
    assert [each.text.zh for each in page.context["suggestions"]] == [
        "考取三级（高级工）：车工、铣工、刨插工等 13 种职业之一",
        "考取电工 四级（中级工）",
    ]
    assert "钻床工、多工序数控机床操作调整工、电切削工" in page.text
    assert "机械冷加工人员" not in page.text
    assert "增材制造设备操作员<" in page.text  # without the marks L/S of the classification
