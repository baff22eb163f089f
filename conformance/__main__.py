"""``make conformance VECTORS=FOLDER``: every published vector in the folder; fails where one does."""

import sys
from pathlib import Path

from conformance.checks import ask, table
from conformance.eddsa import eddsa_checks
from conformance.rdfc10 import rdfc10_checks


def main() -> int:
    """Ask all, print the table; 1 where a vector failed, 2 where the folder is not that of the vectors."""
    folders = sys.argv[1:]
    if len(folders) != 1 or not (Path(folders[0]) / "rdfc10" / "manifest.jsonld").is_file():
        print("usage: make conformance VECTORS=FOLDER, which holds rdfc10/ and eddsa/", file=sys.stderr)
        return 2
    root = Path(folders[0])
    checks = [*rdfc10_checks(root / "rdfc10"), *eddsa_checks(root / "eddsa" / "TestVectors")]
    answers = [ask(check) for check in checks]
    print(table(answers))
    return 1 if any(answer.fault for answer in answers) else 0


if __name__ == "__main__":
    sys.exit(main())
