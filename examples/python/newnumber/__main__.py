"""``python -m newnumber 206 "Example Inc"``: order a number in area 206, and name it."""

from __future__ import annotations

import sys

import boto3

from newnumber import Numbers, Unwilling


def main() -> None:
    """Print the number when it is there, and a second line when its name is."""
    area_code, calling_name = sys.argv[1:]
    numbers = Numbers(boto3.client("chime-sdk-voice"))
    number = numbers.order(area_code)
    print(f"{number} is yours")
    numbers.name(number, calling_name)
    print(f"{number} calls as {calling_name}")


if __name__ == "__main__":
    try:
        main()
    except Unwilling as error:
        sys.exit(str(error))
