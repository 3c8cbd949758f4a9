"""Logs of a service: structured lines on stderr, those of Faust and aiokafka among them."""

import logging.config
import sys
from typing import Any

import structlog

from services.runtime.settings import Settings

_QUIET = ("aiokafka", "faust", "mode", "asyncio", "services")
"""Loggers of libraries that log at every heartbeat: their warnings are kept.

Faust's own classes log under the module that extends them, hence `services`; what Entente has
to say is logged under `entente`.
"""

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def configure(settings: Settings, service: str) -> dict[str, Any]:
    """Set logging up for this process; return the same as a `logging.config` dictionary.

    Faust clears the root logger when its worker starts, and sets it up again from that
    dictionary.
    """
    shared = [*_SHARED, _said_by(service)]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    config = _config(settings, shared)
    logging.config.dictConfig(config)
    return config


def _config(settings: Settings, shared: list[Any]) -> dict[str, Any]:
    as_json = not sys.stderr.isatty() if settings.log_json is None else settings.log_json
    level = settings.log_level.upper()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *_rendered(as_json),
                ],
            }
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": "line",
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            **{name: {"level": _at_least_warning(level)} for name in _QUIET},
            "mode.timers": {"level": "ERROR"},  # a timer that is late under load is no news
        },
    }


def _said_by(service: str) -> Any:
    """Return a processor that names the service, on every thread and in every task."""

    def name(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
        return {"service": service, **event}

    return name


def _at_least_warning(level: str) -> str:
    return level if level == "ERROR" else "WARNING"


def _rendered(as_json: bool) -> list[Any]:
    if as_json:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
