"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "export_column_once": Term("两列排在了同一个位置。请重新保存。", "Two columns stand at one place."),
    "export_column_headed": Term("每一列都要有表头。", "Every column needs a header."),
}
