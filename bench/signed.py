"""Signed requests as bytes that a load generator can send again and again, and the wrk script that sends them."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

# What boto3 sends besides: the trivial endpoint gets the same bytes.
CLIENT_HEADERS = {
    "User-Agent": "Boto3/1.44.5 md/Botocore#1.44.5 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.11.7 "
    "md/pyimpl#CPython m/Z,b,D cfg/retry-mode#standard Botocore/1.44.5",
    "Accept-Encoding": "identity",
    "amz-sdk-invocation-id": "a0ee2a0e-8f0f-4b0c-9fd8-6ac1e2e3e0a1",
    "amz-sdk-request": "attempt=1",
}


class Signed(msgspec.Struct, frozen=True):
    """One request, ready to be sent."""

    method: str
    target: str
    headers: dict[str, str]
    body: str = ""


def sign(
    method: str, target: str, body: str = "", *, service: str = "chime", headers: dict[str, str] | None = None
) -> Signed:
    """Sign a request with the development key, as botocore does. The signature is good for five minutes."""
    host = "127.0.0.1"  # wrk sends the header that was signed, whatever the port
    given = CLIENT_HEADERS | ({"Content-Type": "application/json"} if body else {}) | (headers or {})
    request = AWSRequest(method, f"http://{host}{target}", data=body, headers=given)
    SigV4Auth(Credentials("test", "test"), service, "us-east-1").add_auth(request)
    return Signed(method, target, dict(request.headers.items()) | {"Host": host}, body)


def get_number(e164: str) -> Signed:
    """Sign a GetPhoneNumber."""
    return sign("GET", f"/phone-numbers/%2B{e164[1:]}")


def update_number(e164: str) -> Signed:
    """Sign an UpdatePhoneNumber."""
    return sign("POST", f"/phone-numbers/%2B{e164[1:]}", '{"Name": "Front desk"}')


def update_numbers(numbers: list[str], name: str) -> Signed:
    """Sign a BatchUpdatePhoneNumber."""
    items = [{"PhoneNumberId": f"%2B{e164[1:]}", "Name": name} for e164 in numbers]
    return sign("POST", "/phone-numbers?operation=batch-update", json.dumps({"UpdatePhoneNumberRequestItems": items}))


def moto_put() -> Signed:
    """Sign the request that gives moto's SSM a parameter to read."""
    return moto_request("PutParameter", '{"Name": "bench", "Value": "Front desk", "Type": "String", "Overwrite": true}')


def moto_get() -> Signed:
    """Sign a read of moto's own."""
    return moto_request("GetParameter", '{"Name": "bench"}')


def moto_request(operation: str, body: str) -> Signed:
    """Sign a request to moto's SSM."""
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"AmazonSSM.{operation}"}
    return sign("POST", "/", body, service="ssm", headers=headers)


def wrk_script(requests: list[Signed], file: Path) -> Path:
    """Write a wrk script that sends the requests in turn and prints its figures as one line of JSON."""
    formatted = ",\n".join(
        f"wrk.format({lua(request.method)}, {lua(request.target)}, {lua_table(request.headers)}, {lua(request.body)})"
        for request in requests
    )
    file.write_text(
        f"""
local requests, turn = {{}}, 0
function init() requests = {{{formatted}}} end
function request() turn = turn % #requests + 1; return requests[turn] end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('{{"requests":%d,"microseconds":%d,"p50":%.0f,"p99":%.0f,"failed":%d}}\\n', summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
""",
        encoding="utf-8",
    )
    return file


def lua(text: str) -> str:
    """Write a text as Lua does, which is near enough to JSON for what stands in a request here."""
    return json.dumps(text)


def lua_table(headers: dict[str, str]) -> str:
    """Write headers as a Lua table."""
    return "{" + ", ".join(f"[{lua(name)}] = {lua(value)}" for name, value in headers.items()) + "}"
