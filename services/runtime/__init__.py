"""What every service stands on: settings, logs, Kafka, Faust, the ledger."""
