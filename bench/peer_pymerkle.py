"""pymerkle's tree in memory, with SHA-256 over RFC 6962's leaves and nodes."""

import time

from pymerkle import InmemoryTree

from bench.peer_loop import serve


def append(count: int) -> dict[str, object]:
    """Append so many entries; the root is asked once at the end."""
    entries = [b"%d" % number for number in range(count)]
    tree = InmemoryTree(algorithm="sha256")
    started = time.perf_counter()
    for entry in entries:
        tree.append_entry(entry)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "root": tree.get_root().hex()}


if __name__ == "__main__":
    serve({"append": append})
