"""``niangjia import outcomes``: a certifier's workbook from the terminal."""

from datetime import date

import pytest

from niangjia.config.importing import import_outcomes_file
from niangjia.core.refusals import Refusal
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.workbooks.writing.forms import outcomes_template
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import build_college
from tests.worlds import World, worker_paper

pytestmark = pytest.mark.django_db
HEADER = "证件号码,姓名,成果类型,名称,证书编号,发证单位,取得日期,职业(工种),等级"
GOOD = "职业技能等级证书,车工,{number},示例技能评价中心,2025-05-01,6-18-01-01,三级"


def file_of(folder, *rows):
    path = folder / "outcomes.csv"
    path.write_text("\n".join([HEADER, *rows]))
    return path


def row(worker, number, content=GOOD):
    return f"{worker.identity_number},{worker.name},{content.format(number=number)}"


def deposited(world):
    with unit_of_work(world.actor("certifier")):
        return Outcome.objects.count()


def test_outcomes_of_a_file_are_deposited(world: World, tmp_path):
    file = file_of(tmp_path, row(world.workers[0], "CERT-1"), row(world.workers[1], "CERT-2"))
    report = import_outcomes_file(file, username="certifier", accept_good_rows=False, mend_folder=None)
    assert (report.deposited, report.faults, deposited(world)) == (2, (), 2)


def test_file_with_a_fault_changes_nothing(world: World, tmp_path):
    bad = row(world.workers[1], "CERT-2").replace("2025-05-01", "2025-13-01")
    file = file_of(tmp_path, row(world.workers[0], "CERT-1"), bad)
    report = import_outcomes_file(file, username="certifier", accept_good_rows=False, mend_folder=None)
    assert (report.deposited, deposited(world)) == (0, 0)
    assert [(fault.row, fault.column, fault.stood) for fault in report.faults] == [(3, "G 取得日期", "2025-13-01")]


def test_good_rows_are_taken_and_the_others_written_back(world: World, tmp_path):
    bad = row(world.workers[1], "CERT-2").replace("三级", "九级")
    file = file_of(tmp_path, row(world.workers[0], "CERT-1"), bad)
    report = import_outcomes_file(file, username="certifier", accept_good_rows=True, mend_folder=tmp_path / "mend")
    assert (report.deposited, deposited(world)) == (1, 1)
    assert [path.name for path in (tmp_path / "mend").iterdir()] == ["to-mend.xlsx"]


@pytest.mark.parametrize("username", ["nobody", "registrar"])
def test_account_that_is_no_certifier_is_refused(world: World, tmp_path, username):
    file = file_of(tmp_path, row(world.workers[0], "CERT-1"))
    with pytest.raises(Refusal) as refused:
        import_outcomes_file(file, username=username, accept_good_rows=False, mend_folder=None)
    assert (refused.value.code, deposited(world)) == ("no_right", 0)


def test_only_certifier_of_a_house_need_not_be_named(tmp_path):
    made = build_college()
    file = file_of(tmp_path, f"{worker_paper(0).number},周晓岚,{GOOD.format(number='CERT-1')}")
    report = import_outcomes_file(file, username=None, accept_good_rows=False, mend_folder=None)
    assert (report.deposited, report.faults) == (1, ())
    with unit_of_work(made.actor("renzheng")):
        assert Outcome.objects.get().body_id == made.body


def test_one_of_several_certifiers_must_be_named_and_all_of_them_are_told(world: World, tmp_path):
    file = file_of(tmp_path, row(world.workers[0], "CERT-1"))
    with pytest.raises(Refusal, match="--as") as refused:
        import_outcomes_file(file, username=None, accept_good_rows=False, mend_folder=None)
    assert refused.value.code == "which_certifier"
    assert "certifier、certifier2" in refused.value.term.zh
    assert deposited(world) == 0


def test_empty_template_is_refused(world: World, tmp_path):
    assert deposited(world) == 0
    file = tmp_path / "template.xlsx"
    file.write_bytes(outcomes_template(date(2026, 5, 8)))
    with pytest.raises(Refusal) as refused:
        import_outcomes_file(file, username="certifier", accept_good_rows=False, mend_folder=None)
    assert refused.value.code == "nothing_in_file"
