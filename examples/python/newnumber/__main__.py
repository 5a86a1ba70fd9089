"""``python -m newnumber 206 "Example Inc"``: order a number in area 206, and name it."""

from __future__ import annotations

import argparse
import sys

import boto3

from newnumber import Numbers, Unwilling


def main() -> None:
    """Print the number when it is there, and a second line when its name is."""
    given = arguments()
    numbers = Numbers(boto3.client("chime-sdk-voice"))
    number = numbers.order(given.area_code)
    print(f"{number} is yours")
    numbers.name(number, given.calling_name)
    print(f"{number} calls as {given.calling_name}")


def arguments() -> argparse.Namespace:
    """Read the arguments; without them, say how it is used and end."""
    parser = argparse.ArgumentParser(prog="python -m newnumber", description="Order a phone number, and name it.")
    parser.add_argument("area_code", metavar="AREA_CODE")
    parser.add_argument("calling_name", metavar="CALLING_NAME")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except Unwilling as error:
        sys.exit(str(error))
