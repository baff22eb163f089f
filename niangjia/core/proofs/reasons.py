"""What each question is called and each answer means, for people."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from niangjia.core.proofs.judging import Question
from niangjia.core.proofs.verifying import Finding, Verdict
from niangjia.core.terms import Term

QUESTIONS: Final[Mapping[Question, Term]] = MappingProxyType(
    {
        Question.SHAPE: Term("格式", "Form"),
        Question.TERMS: Term("用词", "Terms"),
        Question.SIGNATURE: Term("签名", "Signature"),
        Question.ISSUER: Term("签发者", "Issuer"),
        Question.DATES: Term("日期", "Dates"),
        Question.STATUS: Term("状态", "Status"),
        Question.ACCREDITATION: Term("签发资格", "Accreditation"),
        Question.LOG: Term("公开日志", "Public log"),
    }
)
VERDICTS: Final[Mapping[Verdict, Term]] = MappingProxyType(
    {
        Verdict.PASSED: Term("是", "Yes"),
        Verdict.FAILED: Term("否", "No"),
        Verdict.UNDECIDED: Term("不能确定", "Cannot say"),
    }
)
_PASSED: Final[Mapping[Question, Term]] = MappingProxyType(
    {
        Question.SHAPE: Term(
            "是一份可验证凭证，该有的内容都有。", "It is a verifiable credential with all that one must have."
        ),
        Question.TERMS: Term("每一项内容都有公开的含义。", "Every entry has a published meaning."),
        Question.SIGNATURE: Term("签名之后，内容没有改过。", "Nothing was changed after it was signed."),
        Question.ISSUER: Term("是凭证上写的签发者签的。", "It was signed by the issuer that it names."),
        Question.DATES: Term("在有效期内。", "It is in force."),
        Question.STATUS: Term("没有被撤销或暂停。", "It is neither revoked nor suspended."),
        Question.ACCREDITATION: Term("签发当天，签发者有资格。", "On the date of issue the issuer was accredited."),
        Question.LOG: Term("公开日志里有这份凭证的记录。", "The public log has an entry of it."),
    }
)
_CODES: Final[Mapping[str, Term]] = MappingProxyType(
    {
        "unsigned": Term("没有签名。没有签名的内容一律不算数。", "It is not signed. Nothing unsigned counts."),
        "wrong_signature": Term(
            "签名对不上：内容在签名后被改过，或不是这把钥匙签的。",
            "The signature does not fit: something was changed after signing, or another key signed.",
        ),
        "malformed_proof": Term("签名的写法不对，无法核对。", "The signature is written wrongly and can't be checked."),
        "too_much_work": Term(
            "内容太大或故意做得难以核对，不再往下查。",
            "It is too large, or made to be hard to check; it is not followed further.",
        ),
        "unknown_suite": Term("签名用的方法这里不认识。", "It is signed by a method that is not known here."),
        "unknown_key": Term("签名用的钥匙这里不认识。", "It is signed with a key that is not known here."),
        "no_proof_holds": Term(
            "没有一个签名成立，所以说不清是谁签的。", "No signature holds, so it can't be said who signed."
        ),
        "signed_by_another": Term("签名的不是凭证上写的签发者。", "Another than the named issuer has signed."),
        "unknown_term": Term(
            "有些内容没有公开的含义，或写法会让人看漏。",
            "Some of it has no published meaning, or is written so that it may be overlooked.",
        ),
        "no_json_ld": Term("内容读不出确定的意思。", "No definite meaning can be read from it."),
        "not_yet_valid": Term("还没到生效日期。", "It is not in force yet."),
        "expired": Term("已经过了有效期。", "It has expired."),
        "signed_later": Term("签名日期在将来。", "It is signed at a date to come."),
        "proof_expired": Term("签名已经过期。", "The signature has expired."),
        "malformed_time": Term("日期的写法不对。", "A date is written wrongly."),
        "revoked": Term("已经被撤销。", "It has been revoked."),
        "suspended": Term("已被暂停。请向签发者询问。", "It is suspended. Please ask the issuer."),
        "spent": Term(
            "有效；它的学分已经用过一次，不能再用。",
            "It is in force; its credits have been used and can't be used again.",
        ),
        "no_status": Term(
            "签发者没有写到哪里查撤销，所以查不到撤销。",
            "The issuer names no place to look for a revocation, so none is found.",
        ),
        "status_unknown": Term("现在查不到是否被撤销。", "Whether it was revoked can't be looked up now."),
        "malformed_status": Term(
            "状态的写法不对，无法查是否被撤销。",
            "Its status is written wrongly; whether it was revoked can't be looked up.",
        ),
        "not_accredited": Term("签发当天，签发者没有资格。", "On the date of issue the issuer was not accredited."),
        "issuer_unknown": Term(
            "签发者不在本学分银行的名单上，资格要另外问。",
            "The issuer is not on this credit bank's list; ask elsewhere whether it may issue.",
        ),
        "no_date_of_issue": Term("没有签发日期。", "It has no date of issue."),
        "not_in_log": Term("公开日志里没有这份凭证的记录。", "The public log has no entry of it."),
        "log_unknown": Term(
            "这份凭证没有附日志证明，这里不能核对。",
            "It comes without a proof from a log, so this can't be checked here.",
        ),
        "malformed_context": Term("不是 2.0 版的可验证凭证。", "It is no verifiable credential of version 2.0."),
        "malformed_type": Term("没有写明是可验证凭证。", "It does not say that it is a verifiable credential."),
        "malformed_issuer": Term("没有写签发者。", "It names no issuer."),
        "malformed_subject": Term("没有写发给谁、证明什么。", "It does not say of whom and of what."),
        "malformed_proofs": Term("签名太多，不再核对。", "It has too many signatures to be checked."),
        "missing_id_or_date": Term("缺编号或生效日期。", "It lacks its number or the date from which it holds."),
        "missing_achievement": Term("没有写明学到了什么。", "It does not state the achievement."),
        "nested_record": Term(
            "档案里又套着档案，不再往下查。", "A learner record within another is not followed further."
        ),
        "missing_member": Term("档案里没有凭证。", "The learner record holds no credential."),
    }
)


def reason(question: Question, finding: Finding) -> Term:
    """What a finding means, as a sentence."""
    return _PASSED[question] if finding.code == "ok" else _CODES[finding.code]
