"""`python -m services` is the command `entente`."""

from services.cli.main import main

main()
