"""The services of Entente: one folder for each stop along the stream."""
