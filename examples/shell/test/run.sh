#!/bin/sh
# Run newnumber.sh against a server of dialbook whose clock moves on wherever the program sleeps.
#
# The server listens on port $PORT (8000), and nothing of it is kept.
set -eu
cd "$(dirname "$0")/.."
export AWS_ENDPOINT_URL="http://127.0.0.1:${PORT:-8000}" AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
# The AWS CLI shall not call again by itself, and one look at the calling name is enough.
export AWS_MAX_ATTEMPTS=1 ORDER_SECONDS=10 NAME_SECONDS=259200
failed=0

control() { # METHOD PATH [BODY]
  curl --silent --show-error --fail --request "$1" --header 'content-type: application/json' --data "${3:-}" \
    "$AWS_ENDPOINT_URL/_dialbook/$2"
}

newnumber() { # prints what the program prints, and last its exit status
  status=0
  PATH=$PWD/test/bin:$PATH ./newnumber.sh "$@" 2>&1 || status=$?
  echo "exit $status"
}

check() { # WHAT EXPECTED ACTUAL, where EXPECTED is a pattern
  # shellcheck disable=SC2254 # a pattern it is
  case $3 in
  $2) echo "ok: $1" ;;
  *) failed=1 && printf 'not ok: %s\n%s\n' "$1" "$3" ;;
  esac
}

healthy() {
  curl --silent --fail --output /dev/null "$AWS_ENDPOINT_URL/_dialbook/health"
}

# The tests forget all numbers, so they must not meet a server that somebody uses.
if healthy; then
  echo "Another server listens on port ${PORT:-8000}: choose one with PORT=…" >&2
  exit 1
fi
dialbook serve --port "${PORT:-8000}" --store memory: --no-sample --controls --calling-name-delay 72h >/dev/null &
trap 'kill $! 2>/dev/null || true; wait' EXIT
until healthy; do
  kill -0 $! # it still runs
  sleep 0.1
done

control POST faults '{"Operation": "CreatePhoneNumberOrder", "Error": "ThrottledClientException", "Times": 1}' >/dev/null
control POST faults '{"Operation": "UpdatePhoneNumber", "Error": "ConflictException", "Times": 1}' >/dev/null
check 'a number is ordered and named, through a 429 and a 409' \
  '+1206* is yours
+1206* calls as Example Inc
exit 0' "$(newnumber 206 'Example Inc')"

control POST reset '{}' >/dev/null
control POST faults '{"Outcome": "AcquireFailed"}' >/dev/null
check 'an order that fails is said to' \
  'The order is Failed.
exit 1' "$(newnumber 206 'Example Inc')"

check 'without arguments it says which there are' \
  'usage: newnumber.sh AREA_CODE CALLING_NAME
exit 2' "$(newnumber)"
exit $failed
