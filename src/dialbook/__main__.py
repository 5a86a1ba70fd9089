"""``python -m dialbook`` is ``dialbook``."""

from dialbook.cli.main import main

if __name__ == "__main__":
    main()
