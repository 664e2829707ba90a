"""Django's command line for this site. `make run`, `make staff` and `make test` call it; README.md lists them."""

import os
import sys

try:
    from django.core.management import execute_from_command_line

    from catalogue.environment import BadEnvironment, kept_secret, read_environment
except ImportError:
    sys.exit("Django is not installed in this Python: use .venv/bin/python, which `make run` makes.")
except KeyboardInterrupt:
    sys.exit(130)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
    try:
        # Read here already, so that a wrong value is one sentence and not a traceback out of the settings.
        read_environment().given_secret or kept_secret()
        execute_from_command_line(sys.argv)
    except BadEnvironment as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
