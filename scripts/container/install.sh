#!/bin/sh
# Build the wheel of the sources in this folder, and install it and what it needs, in the versions of constraints.txt, in a new
# virtual environment. The Dockerfile runs this, and so do the tests.
#
# usage: install.sh FOLDER
#
# The first python3 of the PATH gets the pip that constraints.txt names: let it be one that is there for this alone.
set -eu
folder=$1
wheels=$(mktemp -d)
trap 'rm -r "$wheels"' EXIT
pip() { python3 -m pip --disable-pip-version-check --quiet "$@"; }

pip install --root-user-action ignore --constraint constraints.txt pip
pip wheel --no-deps --build-constraint constraints.txt --wheel-dir "$wheels" .
python3 -m venv --without-pip "$folder"
# Only what is built already: the image that this runs in has no compiler.
pip --python "$folder" install --constraint constraints.txt --only-binary :all: "$wheels"/dialbook-*.whl
