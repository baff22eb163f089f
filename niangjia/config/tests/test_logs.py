"""What a log line holds and what it never holds."""

import json
import logging
import logging.config

from niangjia.config.logs import logging_settings


def lines_of(stream: str) -> list[dict]:
    return [json.loads(line) for line in stream.splitlines()]


def test_failure_is_logged_with_its_place_and_without_its_values(capsys):
    settings = logging_settings()
    settings["handlers"]["stderr"]["stream"] = "ext://sys.stderr"
    logging.config.dictConfig(settings)
    try:
        int("340803199003078819x")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/learners/")
    (line,) = lines_of(capsys.readouterr().err)
    assert line["event"] == "Internal Server Error: /learners/"
    assert line["failure"][0]["type"] == "builtins.ValueError"
    assert line["failure"][0]["at"][0].endswith("test_failure_is_logged_with_its_place_and_without_its_values")
    assert "340803199003078819" not in json.dumps(line)
