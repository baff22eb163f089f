"""What there is to do, and which roles may do it: the table that docs/permissions.md prints for review."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from niangjia.core.terms import Term
from niangjia.kernel.access.types import Role

WORKER, CLERK, CERTIFIER, REGISTRAR = Role.WORKER, Role.CLERK, Role.CERTIFIER, Role.REGISTRAR
OPERATOR = Role.OPERATOR
ADMINISTRATOR, SECURITY, AUDITOR, SYSTEM = (
    Role.ADMINISTRATOR,
    Role.SECURITY,
    Role.AUDITOR,
    Role.SYSTEM,
)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do. ``name`` is thing.verb; a worker does it for herself alone.

    Operations and pages ask before they act; ``by_database`` are those that the database's own rules allow or refuse.
    """

    name: str
    label: Term
    roles: tuple[Role, ...]
    by_database: bool = False


_ACTS: Final = (
    Act("account.create", Term("建立账号", "create an account"), (ADMINISTRATOR, SYSTEM)),
    Act("account.disable", Term("停用账号", "disable an account"), (ADMINISTRATOR, SECURITY, SYSTEM)),
    Act("grant.give", Term("授予角色", "give a role"), (SECURITY, SYSTEM)),
    Act("grant.end", Term("收回角色", "end a role"), (SECURITY, SYSTEM)),
    Act("key.rotate", Term("更换签名密钥", "change a signing key"), (SECURITY, SYSTEM)),
    Act("audit.read", Term("查看审计记录", "read the history"), (AUDITOR,), by_database=True),
    Act("person.register", Term("登记人员", "register a person"), (CLERK, CERTIFIER, REGISTRAR), by_database=True),
    Act("person.read", Term("查看人员", "see a person"), (WORKER, CLERK, CERTIFIER, REGISTRAR), by_database=True),
    Act("person.reveal", Term("查看完整号码", "see a number in full"), (WORKER, CLERK)),
    Act("person.merge", Term("合并重复的账户", "merge two accounts of a person"), (CLERK,)),
    Act("outcome.deposit", Term("存入成果", "deposit outcomes"), (CLERK, CERTIFIER)),
    Act("outcome.offer", Term("向机构存入成果", "hand an outcome to a body"), (WORKER, CLERK)),
    Act("outcome.certify", Term("认证成果", "certify an outcome"), (CERTIFIER,)),
    Act("outcome.revoke", Term("撤销认证", "revoke a certification"), (CERTIFIER,)),
    Act("outcome.read", Term("查看成果", "see outcomes"), (WORKER, CLERK, CERTIFIER, REGISTRAR), by_database=True),
    Act("organisation.read", Term("查看本单位事项", "see an organisation's affairs"), (CLERK,)),
    Act("issuer.trust", Term("维护信任的签发者", "keep the list of trusted issuers"), (CLERK, OPERATOR, SYSTEM)),
    Act("standard.publish", Term("发布标准分值表", "publish the standard table"), (CLERK, SYSTEM)),
    Act("bank.set", Term("设置审核规则和理由", "set checks and reasons"), (OPERATOR,)),
    Act("work.sample", Term("抽查认证", "sample what bodies decided"), (OPERATOR,)),
    Act("body.accredit", Term("授权认证机构", "accredit bodies"), (OPERATOR,)),
    Act("programme.change", Term("维护培养方案", "keep programmes"), (REGISTRAR, SYSTEM)),
    Act("learner.enrol", Term("登记学籍", "enrol a learner"), (REGISTRAR, SYSTEM)),
    Act("learner.read", Term("查看学员", "see learners"), (REGISTRAR,)),
    Act("cohort.keep", Term("维护定向培养班", "keep cohorts"), (REGISTRAR,)),
    Act("cohort.read", Term("查看送培情况", "see the cohorts that it sends"), (CLERK,)),
    Act("progress.share", Term("同意单位查看学习进度", "share progress with who sends"), (WORKER,)),
    Act("shifts.declare", Term("申报倒班", "declare shifts"), (WORKER,)),
    Act("term.keep", Term("维护学期与教学班", "keep terms and groups"), (REGISTRAR,)),
    Act("mark.enter", Term("录入成绩", "enter marks"), (REGISTRAR,)),
    Act("mark.confirm", Term("确认成绩", "confirm marks"), (REGISTRAR,)),
    Act("graduation.sign", Term("签发毕业名单", "sign a graduation list"), (REGISTRAR,)),
    Act("graduation.review", Term("复核毕业", "review a graduation"), (REGISTRAR,)),
    Act("rulebook.upload", Term("上传规则书", "upload a rule book"), (REGISTRAR, SYSTEM)),
    Act("rulebook.approve", Term("同意规则书", "approve a rule book"), (REGISTRAR, SYSTEM)),
    Act("rulebook.publish", Term("发布规则书", "publish a rule book"), (REGISTRAR, SYSTEM)),
    Act("rulebook.replay", Term("试算规则书", "replay a rule book"), (REGISTRAR, SYSTEM)),
    Act("paper.issue", Term("出具成绩单和证明", "issue transcripts and attestations"), (WORKER, REGISTRAR)),
    Act("link.share", Term("做分享链接", "make share links"), (WORKER,)),
    Act("record.ask", Term("请职工同意查看", "ask a worker for a look"), (CLERK, REGISTRAR)),
    Act("record.grant", Term("答复查看请求", "answer such an ask"), (WORKER,)),
    Act("conversion.propose", Term("测算转换", "compute proposals"), (REGISTRAR,)),
    Act("conversion.claim", Term("申请转换", "claim a conversion"), (WORKER, REGISTRAR)),
    Act("conversion.withdraw", Term("撤回申请", "withdraw a claim"), (WORKER, REGISTRAR)),
    Act("conversion.post", Term("登记认定结果", "post a decision"), (REGISTRAR,)),
    Act("conversion.reverse", Term("撤销认定结果", "reverse a decision"), (REGISTRAR,)),
    Act("panel.convene", Term("组织专家评审", "convene a panel"), (REGISTRAR,)),
    Act("appeal.file", Term("提出申诉", "file an appeal"), (WORKER,)),
    Act("appeal.decide", Term("办理申诉", "decide an appeal"), (CLERK, CERTIFIER, REGISTRAR)),
    Act("ability.keep", Term("维护能力框架", "keep abilities"), (CLERK,)),
    Act("post.keep", Term("维护岗位要求", "keep posts"), (CLERK,)),
    Act("offer.keep", Term("发布课程和实践岗位", "offer courses and practice places"), (CLERK,)),
    Act("incentive.draft", Term("起草激励计划", "draft an incentive plan"), (CLERK,)),
    Act("incentive.approve", Term("批准激励计划", "approve an incentive plan"), (CLERK,)),
    Act("incentive.reward", Term("按结果文件奖励学分", "reward by a result document"), (CLERK,)),
    Act("fit.count", Term("查看能力汇总", "see abilities as counts"), (CLERK,)),
)

ACTS: Final[Mapping[str, Act]] = MappingProxyType({act.name: act for act in _ACTS})


def permission_table() -> str:
    """The table as Markdown, one act a line; docs/permissions.md holds the reviewed copy."""
    roles = [role for role in Role if any(role in act.roles for act in _ACTS)]
    head = [
        "# Permissions",
        "",
        "Made from `niangjia/kernel/access/acts.py`; reviewed here. A granted role holds in its organisation and all",
        "under it in the union tree, from day to day; a worker acts for herself alone; system is the house's own jobs",
        "and console. Which persons a role sees at all is the database's to say (row-level security); it also asks for",
        "the acts marked with *. Particulars of persons and organisations are changed from a seat of whatever role.",
        "",
        "| act | 事项 | " + " | ".join(f"{role.value} {role.term.zh}" for role in roles) + " |",
        "|---|---|" + ":-:|" * len(roles),
    ]
    lines = [
        f"| `{act.name}`{'*' if act.by_database else ''} {act.label.en} | {act.label.zh} | "
        + " | ".join("●" if role in act.roles else "" for role in roles)
        + " |"
        for act in _ACTS
    ]
    return "\n".join([*head, *lines]) + "\n"
