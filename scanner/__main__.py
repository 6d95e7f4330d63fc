"""`python -m scanner` is `bylaw`."""

from scanner.cli.main import run

if __name__ == "__main__":
    run()
