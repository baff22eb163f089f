"""The first content of the catalogue of reasons; the bank adds to it and ends what it no longer wants."""

from datetime import date
from uuid import NAMESPACE_URL, uuid5

from django.db import migrations

SINCE = date(2026, 1, 1)
REASONS = (
    (
        "refuse",
        "not-found",
        "",
        "证书编号在官方渠道查不到",
        "The certificate's number is not found at the official source",
    ),
    ("refuse", "other-person", "", "证书上的人与本人不符", "The paper names another person"),
    ("refuse", "facts-differ", "", "登记的内容与材料不符", "What is recorded differs from the evidence"),
    ("refuse", "expired", "", "证书已过有效期", "The paper has expired"),
    ("refuse", "not-valued", "", "标准分值表里没有这类成果", "The standard table values no such outcome"),
    (
        "refuse",
        "no-answer",
        "",
        "到期没有补充材料，现有材料不足以认证",
        "No further evidence came in time, and what there is does not suffice",
    ),
    (
        "refuse",
        "below-tier",
        "competition",
        "竞赛级别达不到认证要求",
        "The competition's tier is below what can be certified",
    ),
    (
        "refuse",
        "team-unclear",
        "five_smalls",
        "团队成果没有写明本人的贡献",
        "The person's share in the team's result is not stated",
    ),
    ("refuse", "no-hours", "training", "没有学时证明", "There is no proof of the hours"),
    ("refuse", "no-agreement", "mentoring", "没有师带徒协议", "There is no mentoring agreement"),
    (
        "return",
        "unreadable",
        "",
        "材料看不清，请重新拍照或扫描",
        "The evidence can't be read: photograph or scan it again",
    ),
    ("return", "page-missing", "", "材料缺页，请补齐", "Pages are missing: add them"),
    ("return", "original", "", "请带原件来核对", "Bring the original to be looked at"),
    (
        "return",
        "official-result",
        "",
        "请补官方查询结果的截图或打印件",
        "Add a screenshot or print of the official look-up",
    ),
    ("return", "result-document", "competition", "请补获奖文件", "Add the official result document"),
    ("return", "hours-proof", "training", "请补盖章的学时证明", "Add a stamped proof of the hours"),
    ("revoke", "forged", "", "证书是伪造的", "The paper is forged"),
    ("revoke", "withdrawn", "", "发证单位已收回证书", "The issuer withdrew the paper"),
    ("revoke", "error", "", "认证时弄错了", "It was certified by mistake"),
)


def forwards(apps, schema_editor):  # noqa: ANN001, ANN201 - Django's own signature
    """Fill the empty catalogue."""
    reason = apps.get_model("certification", "Reason")
    reason.objects.using(schema_editor.connection.alias).bulk_create(
        reason(
            id=uuid5(NAMESPACE_URL, f"niangjia:reason.{use}.{code}"),
            code=f"{use}-{code}",
            use=use,
            kind=kind,
            words_zh=chinese,
            words_en=english,
            valid_from=SINCE,
        )
        for use, code, kind, chinese, english in REASONS
    )


class Migration(migrations.Migration):
    dependencies = [("certification", "0007_checks_and_reasons")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
