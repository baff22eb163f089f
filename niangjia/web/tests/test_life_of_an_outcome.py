"""The life of one outcome, as people live it: from her photo of a certificate to her graduation, and all of it undone.

Verified twice by tools/verify with Node and no network: what she shows holds, and after the revocation it does not.
"""

import json
from urllib.parse import urlsplit

import pytest

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.appeals.tests.test_appeals import add_certifier
from niangjia.creditbank.certification.bank import set_check_rule
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.pathway.models import Graduation
from niangjia.creditbank.pathway.tests.school import build_school
from niangjia.creditbank.programmes.models import Course
from niangjia.creditbank.programmes.operations import note_passed
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.sequencing import integrate
from niangjia.kernel.ledger.queries import balance, prove_books
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import LATHE, PASSWORD, build_college
from tests.node import run_node

pytestmark = [pytest.mark.browser, pytest.mark.long]
JPEG = b"\xff\xd8\xff\xe0 a picture of a certificate"
HERS = {"车工 三级（高级工）", "学分认定 数控技术（示例）", "毕业 数控技术（示例）"}
REASON = "证书系伪造"


class Story:
    """A page that one person after another sits at, and the folder where she keeps what she fetched."""

    def __init__(self, page, folder):
        self.page, self.folder, self.step = page, folder, 0
        page.set_default_timeout(60_000)  # the engine may have to be loaded first
        made = build_college()
        add_certifier(made, "renzheng2")
        self.school, self.made = build_school(made), made
        now = clock.now()
        two = {"kind": "", "value_from": 0, "checks_count": 2, "evidence_days": 10}
        self.school.act("yunying", set_check_rule, bank_id=made.federation, at=now, **two)
        self.school.act("jiaowu1", self._all_but_two_passed, at=now)

    def _all_but_two_passed(self, *, actor, at):
        codes = set(Course.objects.values_list("code", flat=True)) - {"NC", "CG"}
        note_passed({self.made.enrolment: codes}, actor=actor, on=at.date())

    def enters(self, username, path, look=PHONE):
        """Somebody else takes the seat, at her own device."""
        self.page.context.clear_cookies()
        self.page.set_viewport_size({"width": look.width, "height": 900})
        log_in(self.page, username, PASSWORD)
        self.page.goto(path)

    def presses(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def shows(self, *words, name, look=PHONE):
        """The page says this; it is examined and its picture kept."""
        told = self.page.locator("main").inner_text()
        assert [word for word in words if word not in told] == []
        self.step += 1
        examined(self.page, f"life-{self.step:02}-{name}", looks=(look,))

    def keeps(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    def fetched(self, address, name):
        """A public document, kept as a file: of our address only the path counts."""
        answer = self.page.request.get(urlsplit(address).path)
        assert answer.ok, address
        return self.keeps(name, answer.text())

    def downloads(self, link):
        with self.page.expect_download() as taken:
            self.page.get_by_role("link", name=link).click()
        return taken.value.path().read_text()


def test_from_a_photo_to_a_degree_and_all_of_it_undone(page, tmp_path):
    story = Story(page, tmp_path)
    she_deposits(story)
    two_people_certify(story)
    she_claims_and_the_registrar_posts(story)
    two_people_sign_her_graduation(story)
    kept, code = she_fetches_what_she_can_show(story)
    assert verified(story, kept) == {
        "车工 三级（高级工）": (0, "spent"),
        "学分认定 数控技术（示例）": (0, "ok"),
        "毕业 数控技术（示例）": (0, "ok"),
    }
    the_certifier_revokes(story)
    assert verified(story, kept) == {
        "车工 三级（高级工）": (1, "revoked"),
        "学分认定 数控技术（示例）": (1, "revoked"),
        "毕业 数控技术（示例）": (1, "suspended"),
    }
    everything_is_undone(story, code)


def she_deposits(story):
    page = story.page
    story.enters("zhou", "/me/outcomes/add/")
    page.get_by_label("技能等级证书").check()
    story.presses("下一步")
    page.get_by_label("职业(工种)").fill("车工")
    page.get_by_label("证书编号").fill(LATHE.certificate_number)
    page.get_by_label("等级").select_option("三级（高级工）")
    page.get_by_label("取得日期").fill("2025-11-20")
    story.presses("保存，下一步传材料")
    page.set_input_files("#evidence", [{"name": "证书.jpg", "mimeType": "image/jpeg", "buffer": JPEG}])
    page.get_by_label("望溪技能评价中心").check()
    story.presses("保存，下一步核对")
    story.shows("证书.jpg", "望溪技能评价中心", name="check")
    story.presses("提交给认证机构")
    story.shows("已交给望溪技能评价中心", name="deposited")


def two_people_certify(story):
    page = story.page
    for username, step, passes, says in (
        ("renzheng", "deposited", "通过这些成果", "初审通过 1 项"),
        ("renzheng2", "checked", "认证这些成果", "已认证 1 项"),
    ):
        story.enters(username, f"/certifier/?step={step}", DESK)
        page.get_by_role("checkbox", name="车工").check()
        story.presses("看一遍再办")
        page.get_by_role("checkbox", name="我看过原件").check()
        story.shows("车工", name=f"review-{username}", look=DESK)
        story.presses(passes)
        assert says in page.get_by_role("status").first.inner_text()


def she_claims_and_the_registrar_posts(story):
    page = story.page
    story.enters("zhou", "/me/claim/")
    story.shows("数控编程", "车工工艺", name="claim")
    story.presses("提交这 2 门课的申请")
    with unit_of_work(story.made.actor("jiaowu1")):
        decision = Decision.objects.get().record_id
    story.enters("jiaowu1", f"/registrar/claims/{decision}/", DESK)
    story.presses("入账")
    assert "1 份已入账" in page.get_by_role("status").first.inner_text()
    story.shows("数控编程", name="posted", look=DESK)


def two_people_sign_her_graduation(story):
    page = story.page
    story.enters("jiaowu1", "/registrar/graduation/", DESK)
    page.locator("#of").select_option(f"programme:{story.school.programme}")
    story.presses("生成毕业名单")
    story.shows("1 人够条件", name="audit", look=DESK)
    story.presses("核对无误，签字")
    story.enters("jiaowu2", "/registrar/graduation/", DESK)
    page.get_by_role("link", name="毕业-").click()
    page.fill("#prefix", "5104052026")
    story.presses("签字并签发")
    assert "1 人毕业" in page.get_by_role("status").first.inner_text()


def she_fetches_what_she_can_show(story):
    """Each credential with its proof of the log, and a transcript; gives the files by name, and the paper's code."""
    page = story.page
    story.enters("zhou", "/me/pathway/")
    story.shows("您已毕业", name="graduated")
    page.goto("/me/credentials/")
    story.shows(*HERS, name="credentials")
    with unit_of_work(SYSTEM):
        integrate(at=clock.now())
    kept = {}
    for number, name in enumerate(sorted(HERS)):
        page.goto("/me/credentials/")
        page.get_by_role("link", name=name).click()
        page.get_by_text("下载文件").click()
        credential, proof = story.downloads("下载凭证文件（JSON）"), story.downloads("下载日志证明")
        kept[name] = story.keeps(f"{number}.json", credential), story.keeps(f"{number}.log.json", proof)
    page.goto("/me/transcript/")
    page.locator("#kind").select_option("transcript")
    story.presses("出具")
    code = page.locator(".nj-code").inner_text()
    story.shows("核验码", name="transcript")
    page.goto(f"/verify/{code}/")
    story.shows("现在仍然有效", name="transcript-checked")
    return kept, code


def verified(story, kept):
    """What Node says of each file without network: its exit code, and what holds of its status. All else must hold."""
    bank = story.fetched("/.well-known/did.json", "bank.json")
    said = {}
    for name, (credential, proof) in kept.items():
        document = json.loads(credential.read_text())
        issuer = document["issuer"]["id"].rpartition(":")[2]
        files = [("--keys", bank), ("--keys", story.fetched(f"/issuers/{issuer}/did.json", "issuer.json"))]
        files += [
            ("--status", story.fetched(each["statusListCredential"], f"{each['statusPurpose']}.json"))
            for each in document["credentialStatus"]
        ]
        arguments = [part for pair in (*files, ("--inclusion", proof)) for part in pair]
        run = run_node("tools/verify/verify.mjs", credential, *arguments, "--json")
        answers = {question: each["code"] for question, each in json.loads(run.stdout)["answers"].items()}
        said[name] = run.returncode, answers.pop("status")
        assert answers == dict.fromkeys(("form", "signature", "issuer", "dates", "log"), "ok")
    return said


def the_certifier_revokes(story):
    page = story.page
    story.enters("renzheng", "/certifier/done/", DESK)
    page.get_by_role("link", name="撤销认证 车工").click()
    story.shows("望溪工匠学院", "《数控编程》", "《车工工艺》", name="cascade", look=DESK)
    page.fill("#why", REASON)
    story.presses("撤销，一并冲销 1 份认定")
    assert "一并冲销 1 份认定" in page.get_by_role("status").first.inner_text()


def everything_is_undone(story, code):
    page, made = story.page, story.made
    story.enters("jiaowu2", "/registrar/graduation/", DESK)
    story.shows("有 1 人的毕业要复核", "周晓岚", name="flagged", look=DESK)
    story.enters("zhou", "/me/notices/")
    story.shows("认证被撤销了", REASON, "已一并冲销", name="told")
    page.goto("/me/pathway/")
    story.shows("您的毕业在复核", name="in-review")
    page.goto("/me/credentials/")
    story.shows("已撤销", "暂停使用", name="credentials-after")
    page.goto(f"/verify/{code}/")
    story.shows("已失效", name="transcript-after")
    with unit_of_work(made.actor("zhou")):
        outcome, decision, graduation = Outcome.objects.get(), Decision.objects.get(), Graduation.objects.get()
        states = [each.record.state for each in (outcome, decision, graduation)]
        assert states == ["revoked", "reversed", "to_review"]
        assert (balance(outcome.record_id), balance(made.enrolment)) == (0, 0)
    assert prove_books().holds
