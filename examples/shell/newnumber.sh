#!/bin/sh
# Order a phone number in an area, give it a calling name, and wait for both.
#
# usage: newnumber.sh AREA_CODE CALLING_NAME
set -eu
if [ $# -ne 2 ]; then
  echo 'usage: newnumber.sh AREA_CODE CALLING_NAME' >&2
  exit 2
fi
area_code=$1
calling_name=$2
# How often to look, in seconds.
ORDER_SECONDS=${ORDER_SECONDS:-5}
NAME_SECONDS=${NAME_SECONDS:-21600}
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT

fail() {
  echo "$1" >&2
  exit 1
}

# Call an operation and print what --query finds in its answer. While the service answers 429, wait and call again, for half a minute.
voice() {
  for pause in 1 2 4 8 16 ''; do
    aws chime-sdk-voice "$@" --output text 2>"$errors" && return
    grep -q '(ThrottledClientException)' "$errors" && [ -n "$pause" ] || break
    sleep "$pause"
  done
  cat "$errors" >&2
  return 1
}

# Look every so many seconds, at most for so long, until the answer is not this one any more; print it.
wait_while() {
  pending=$1 every=$2 left=$3
  shift 3
  while [ "$left" -gt 0 ]; do
    sleep "$every"
    left=$((left - every))
    seen=$(voice "$@")
    [ "$seen" = "$pending" ] || break
  done
  echo "$seen"
}

# Wait until no calling name is pending, and print how the last one ended. AWS: this "can take 72 hours".
settle() {
  wait_while UpdateInProgress "$NAME_SECONDS" 345600 \
    get-phone-number --phone-number-id "$number" --query PhoneNumber.CallingNameStatus
}

# Ask for the calling name. While an earlier one is pending, the answer is 409: wait for that one, and ask again.
name() {
  for _ in 1 2 3; do
    voice update-phone-number --phone-number-id "$number" --calling-name "$calling_name" \
      --query PhoneNumber.CallingNameStatus >/dev/null 2>&1 && return
    grep -q '(ConflictException)' "$errors" || break
    settle >/dev/null
  done
  cat "$errors" >&2
  return 1
}

number=$(voice search-available-phone-numbers --area-code "$area_code" --max-results 1 --query 'E164PhoneNumbers[0]')
[ "$number" != None ] || fail "There are no numbers in area $area_code."
order=$(voice create-phone-number-order --product-type VoiceConnector --e164-phone-numbers "$number" \
  --query PhoneNumberOrder.PhoneNumberOrderId)
status=$(wait_while Processing "$ORDER_SECONDS" 60 \
  get-phone-number-order --phone-number-order-id "$order" --query PhoneNumberOrder.Status)
[ "$status" = Successful ] || fail "The order is $status."
echo "$number is yours"

name
status=$(settle)
[ "$status" = UpdateSucceeded ] || fail "The calling name is $status."
echo "$number calls as $calling_name"
