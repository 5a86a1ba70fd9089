"""Regenerate src/dialbook/contract/ from botocore's service models, or check that it is as generated."""

from __future__ import annotations

import argparse

from contract_generator import files


def main() -> int:
    """Write the generated files; with ``--check`` write nothing and answer 1 when one differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare without writing")
    check = parser.parse_args().check
    texts = files.generate()
    differing = files.differences(texts)
    if not check:
        files.write(texts)
    for path in differing:
        print(f"{'differs' if check else 'wrote'}: {path}")
    return 1 if check and differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
