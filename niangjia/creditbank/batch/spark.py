"""The same chunks worked off by Spark: on this machine, or on a cluster whose machines have Niangjia installed.

Spark only brings working processes to life, here or elsewhere; what they claim, compute and write is the same.
"""

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.batch.process import Job, work

LOOK_SECONDS: Final = 0.5
MASTER: Final = "NIANGJIA_SPARK_MASTER"  # as spark://host:7077; without it this machine's own processors
PROJECT: Final = Path(__file__).parents[3]
NO_SPARK: Final = Term(
    "没有安装 Spark。请运行 pip install 'niangjia[spark]'（或 python3 set_up.py soak），或改用 --engine processes。",
    "Spark is not installed. Run pip install 'niangjia[spark]' (or python3 set_up.py soak), or use --engine processes.",
)
NO_JAVA: Final = Term(
    "Spark 需要 Java 17 以上。请安装（apt install openjdk-17-jre-headless），或设好 JAVA_HOME。",
    "Spark needs Java 17 or later. Install it (apt install openjdk-17-jre-headless), or set JAVA_HOME.",
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
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise Refusal("java_missing", NO_JAVA)
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
