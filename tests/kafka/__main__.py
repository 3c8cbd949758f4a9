"""`python -m tests.kafka`: a real Kafka in the foreground, on 127.0.0.1:9092."""

import signal
import sys
from pathlib import Path

from tests.kafka.broker import KafkaBroker
from tests.kafka.jars import HOME, LEAST_JAVA, missing

PORT = 9092


def main(folder: Path = HOME / "broker", port: int = PORT) -> None:
    """Run a broker until Ctrl-C or SIGTERM; its data stays in the folder."""
    if lack := missing():
        sys.exit(f"Kafka needs Java {LEAST_JAVA} or newer and Maven: {lack}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with KafkaBroker(folder, port) as broker:
            sys.stderr.write(f"Kafka listens on {broker.bootstrap_servers}; Ctrl-C ends it\n")
            broker.wait()
    except KeyboardInterrupt:
        pass
    except RuntimeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
