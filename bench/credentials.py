"""C1: what a signed credential costs beside the signature alone, and beside jsonld.js; C2: appending to a log."""

import json
import os
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.peers import Peer
from bench.rounds import Goal, Question, Side, Timed, equal
from niangjia.core.proofs.compiled import RDFC
from niangjia.core.proofs.contexts.known import FILES, context
from niangjia.core.proofs.documents import Document
from niangjia.core.proofs.integrity import Signer, add_proof, signing_input
from niangjia.core.proofs.keys import did_key_method
from niangjia.core.proofs.tests.badges import badge
from niangjia.core.proofs.tokens import holds, read_token, sign_token
from niangjia.core.transparency.merkle import Node, leaf_hash, root
from niangjia.core.transparency.tiles import WIDTH
from niangjia.kernel.credentials.nodes import HEIGHT, combined

ROOT = Path(__file__).resolve().parent.parent
CREDENTIALS = int(os.environ.get("NIANGJIA_BENCH_CREDENTIALS", "2000"))
ENTRIES = int(os.environ.get("NIANGJIA_BENCH_ENTRIES", "100000"))
SEED = b"\x07" * 32
CREATED = datetime(2026, 5, 1, 8, tzinfo=UTC)


def credential_questions(pymerkle: Peer) -> list[Question]:
    """Every question of this section."""
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    signer = Signer(did_key_method(key.public_key()), key)
    documents = [badge(number) for number in range(CREDENTIALS)]
    return [*_token_questions(documents, signer), _proof_question(documents, signer), _log_question(pymerkle)]


def _token_questions(documents: list[Document], signer: Signer) -> list[Question]:
    tokens = [sign_token(document, signer) for document in documents]
    parts = [read_token(token) for token in tokens]
    public = signer.key.public_key()

    def issue() -> int:
        return len([sign_token(document, signer) for document in documents])

    def sign() -> int:
        return len([signer.key.sign(part.signed) for part in parts])

    def verify() -> int:
        return sum(holds(read_token(token), public) for token in tokens)

    def check() -> int:
        for part in parts:
            public.verify(part.signature, part.signed)
        return len(parts)

    return [
        Question(
            "C1 issue", "credentials issued as tokens", "credentials", [Side("ours", issue), Side("Ed25519", sign)], 0.6
        ),
        Question(
            "C1 verify", "tokens read and verified", "credentials", [Side("ours", verify), Side("Ed25519", check)], 0.8
        ),
    ]


def _proof_question(documents: list[Document], signer: Signer) -> Question:
    options: Document = {
        "type": "DataIntegrityProof",
        "cryptosuite": RDFC.name,
        "created": "2026-05-01T08:00:00Z",
        "verificationMethod": signer.method,
        "proofPurpose": "assertionMethod",
    }
    given = json.dumps(
        {
            "documents": documents,
            "options": options,
            "contexts": {address: context(address) for address in FILES},
            "seed": SEED.hex(),
        }
    )

    def ours() -> int:
        return len([add_proof(document, RDFC, signer, created=CREATED) for document in documents])

    def theirs() -> dict[str, Any]:
        command = ["node", str(ROOT / "bench" / "peer_jsonld.mjs")]
        run = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
        said: dict[str, Any] = json.loads(run.stdout)
        return said

    def check() -> None:
        hashed = [signing_input(document, options, RDFC).hex() for document in documents]
        equal("the bytes that are signed", hashed, theirs()["hashes"])

    return Question(
        "C1 proof",
        "credentials of our shape proved by eddsa-rdfc-2022",
        "credentials",
        [
            Side("ours", ours),
            Side("jsonld.js, quads ready made", lambda: Timed(CREDENTIALS, theirs()["from_quads"])),
            Side("jsonld.js", lambda: Timed(CREDENTIALS, theirs()["seconds"])),
        ],
        goals=[
            Goal("C1 proof", "ours", "jsonld.js", 1.0),
            Goal("C1 proof, quads", "ours", "jsonld.js, quads ready made", None),
        ],
        check=check,
    )


class Grown:
    """A log in memory, kept as the tables keep it: leaves, and for every 256 of a level one hash above."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        """Every entry appended, each tile combined as soon as it is full."""
        self.levels: list[list[bytes]] = [[]]
        for entry in entries:
            self._add(leaf_hash(entry), 0)

    def _add(self, digest: bytes, level: int) -> None:
        hashes = self.levels[level]
        hashes.append(digest)
        if len(hashes) % WIDTH == 0:
            if level + 1 == len(self.levels):
                self.levels.append([])
            self._add(combined(hashes[-WIDTH:]), level + 1)

    def root(self) -> bytes:
        """The root of all of it."""
        return root(len(self.levels[0]), self._read)

    def _read(self, node: Node) -> bytes:
        level, above = divmod(node.level, HEIGHT)
        first = node.number << above
        return combined(self.levels[level][first : first + (1 << above)])


def _log_question(pymerkle: Peer) -> Question:
    entries = [b"%d" % number for number in range(ENTRIES)]

    def check() -> None:
        equal("the root", Grown(entries).root().hex(), pymerkle.ask("append", count=ENTRIES)["root"])

    def ours() -> int:
        Grown(entries)
        return ENTRIES

    theirs = Side("pymerkle", lambda: pymerkle.timed("append", ENTRIES, count=ENTRIES))
    title = "entries appended to a log in memory"
    return Question("C2 log", title, "entries", [Side("ours", ours), theirs], 4.0, check=check)
