"""Ending a process that must not go on."""

import logging
import os
import sys
from typing import NoReturn

import structlog

FAIL_STOP = 75
"""Exit status of a worker that gave itself up; its supervisor starts it again (EX_TEMPFAIL)."""

_log = structlog.stdlib.get_logger("entente")


def fail_stop(reason: str, **details: object) -> NoReturn:
    """End the process at once: nothing is finished, flushed to Kafka or committed.

    What was not committed is read again by the next owner. Going on from a state that is not
    known to be right is what makes counts wrong.
    """
    _log.critical("fail_stop", reason=reason, **details)
    logging.shutdown()
    sys.stderr.flush()
    os._exit(FAIL_STOP)
