"""The demo's log-ins, known without setting up Django: who starts the program prints them."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """How to log in as one of the demo's people."""

    role: str
    username: str
    what: str
    password: str = ""


ACCOUNTS: Final = (
    DemoAccount("教务", "jiaowu1", "学院教务：起草规则、看学员、办申请"),
    DemoAccount("教务", "jiaowu2", "学院教务：核发规则（第二个人）"),
    DemoAccount("教务", "jiaowu3", "学院教务：再同意一份草稿（第三个人）"),
    DemoAccount("安全管理员", "anquan", "市总工会：更换、作废签名密钥"),
    DemoAccount("认证员", "renzheng", "鉴定机构：导入、初审成果"),
    DemoAccount("认证员", "renzheng2", "鉴定机构：复核、认证（第二个人）"),
    DemoAccount("学分银行运营", "yunying", "学分银行：授权认证机构、抽查"),
    DemoAccount("经办", "gonghui1", "市总工会：看、起草标准分值表"),
    DemoAccount("经办", "gonghui2", "市总工会：核发标准分值表"),
    DemoAccount("经办", "qiye1", "企业：送培的班、岗位与能力"),
    DemoAccount("职工", "zhigong1", "成果最多的学员"),
    DemoAccount("职工", "zhigong2", "有几项成果的学员"),
    DemoAccount("职工", "zhigong3", "还没有成果的学员"),
)


def password_file(data: Path) -> Path:
    """Where the demo's password is kept: one for all its accounts, made anew for each installation."""
    return data / "keys" / "demo.txt"


def demo_accounts(data: Path) -> list[DemoAccount]:
    """The demo's log-ins, as long as the demo is loaded in this data folder."""
    path = password_file(data)
    if not path.exists():
        return []
    password = path.read_text()
    return [replace(account, password=password) for account in ACCOUNTS]
