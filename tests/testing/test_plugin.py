"""The pytest plugin, in runs of pytest of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dialbook.testing

FILE = """
import gc
import threading

import boto3
import pytest

from dialbook.testing import mock_chime


@pytest.fixture
def everywhere(dialbook):
    with mock_chime(dialbook):
        yield


def test_a_service(dialbook):
    dialbook.add_number("+12065550100")
    client = dialbook.client("chime-sdk-voice", region="eu-west-1")
    assert client.get_phone_number(PhoneNumberId="+12065550100")["PhoneNumber"]["Status"] == "Unassigned"
    assert dialbook.url.startswith("http://127.0.0.1:")


def test_another_service(dialbook):
    assert dialbook.client().list_phone_numbers()["PhoneNumbers"] == []


def test_nothing_is_left_but_the_loop_for_the_next():
    gc.collect()
    assert [thread.name for thread in threading.enumerate()] == ["MainThread", "dialbook-testing"]


def test_the_programs_own_clients(dialbook, everywhere):
    dialbook.add_number("+12065550100")
    assert len(boto3.client("chime-sdk-voice").list_phone_numbers()["PhoneNumbers"]) == 1


class TestOptions:
    @pytest.fixture
    def dialbook_options(self):
        return {"account": "111111111111", "region": "eu-west-1"}

    def test_of_the_fixture(self, dialbook):
        assert dialbook.account == "111111111111"

    @pytest.mark.dialbook(account="222222222222")
    class TestMarked:
        def test_of_the_class(self, dialbook):
            assert (dialbook.account, dialbook.region) == ("222222222222", "eu-west-1")

        @pytest.mark.dialbook(account="333333333333", phone_number_quota=0)
        def test_of_its_own(self, dialbook):
            assert dialbook.account == "333333333333"
            client = dialbook.client()
            with pytest.raises(client.exceptions.ResourceLimitExceededException):
                client.create_phone_number_order(ProductType="VoiceConnector", E164PhoneNumbers=["+12065550100"])


class TestNoOptions:
    @pytest.fixture
    def dialbook_options(self):
        pass

    def test_none(self, dialbook): ...


@pytest.mark.dialbook(phone_numbers_quota=2)
def test_unknown(dialbook): ...


@pytest.mark.dialbook(rules="strict")
def test_value(dialbook): ...


@pytest.mark.dialbook("aws")
def test_nameless(dialbook): ...
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run pytest on the file as a user does, every warning an error; return what it says of each test."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "test_it.py").write_text(FILE)
    command = [sys.executable, "-W", "error", "-m", "pytest", "-W", "error", "--strict-markers", "-rA", "-q"]
    environment = {**os.environ, "COLUMNS": "200", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)
    lines = [line.split(" test_it.py::") for line in done.stdout.splitlines() if " test_it.py::" in line]
    return {test.rpartition("::")[2]: outcome for outcome, test in lines}


def test_the_fixture_needs_no_configuration(outcomes: dict[str, str]) -> None:
    """Each test has its own service, whose clients are as many as it likes, and nothing is left behind."""
    for test in (
        "a_service",
        "another_service",
        "nothing_is_left_but_the_loop_for_the_next",
        "the_programs_own_clients",
    ):
        assert outcomes[f"test_{test}"] == "PASSED"


def test_a_marker_and_a_fixture_have_options(outcomes: dict[str, str]) -> None:
    """The marker of a test goes before that of its class, and both before the fixture."""
    for test in ("of_the_fixture", "of_the_class", "of_its_own"):
        assert outcomes[f"test_{test}"] == "PASSED"


def test_wrong_options_are_an_error_of_the_test(outcomes: dict[str, str]) -> None:
    """One clear sentence each, and the tests beside it run."""
    assert {test: outcome for test, outcome in outcomes.items() if outcome != "PASSED"} == {
        "test_none - Failed: The fixture dialbook_options must return a dict, as in {'rules': 'aws'}.": "ERROR",
        "test_unknown - Failed: dialbook has no option 'phone_numbers_quota'. Did you mean phone_number_quota?": "ERROR",
        "test_value - Failed: rules must be one of: relaxed, aws.": "ERROR",
        "test_nameless - Failed: The options of the marker dialbook have names, as in dialbook(rules='aws').": "ERROR",
    }


def test_the_fixture_and_the_marker_are_explained(pytestconfig: pytest.Config) -> None:
    """pytest shows them to who asks for its fixtures and its markers."""
    from dialbook.testing import plugin  # noqa: PLC0415 - pytest has imported it

    assert plugin.MARKER in pytestconfig.getini("markers")
    assert "dialbook.client()" in (plugin.dialbook.__doc__ or "")


def imported_by(code: str) -> set[str]:
    """Return the modules that some code imports, in a process of its own, but for the standard library's."""
    code = f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, capture_output=True, text=True)
    return {name for name in done.stdout.split() if name.partition(".")[0] not in sys.stdlib_module_names}


def test_it_costs_nothing_where_it_is_unused() -> None:
    """The plugin imports pytest and no more; of dialbook nothing but the packages that it stands in."""
    ours = {"dialbook", "dialbook.testing", "dialbook.testing.plugin"}
    assert imported_by("import pytest\nbefore = set(sys.modules)\nimport dialbook.testing.plugin") == ours


def test_boto3_is_imported_with_the_first_client() -> None:
    """Who tests with another language's SDK needs none."""
    code = "from dialbook.testing import Dialbook, mock_chime\nwith Dialbook() as dialbook: dialbook.url"
    imported = {name.partition(".")[0] for name in imported_by(code)}
    assert imported & {"boto3", "botocore", "pytest"} == set()


def test_a_missing_boto3_is_told(tmp_path: Path) -> None:
    """In one sentence that says what to do."""
    (tmp_path / "boto3.py").write_text("raise ImportError('no boto3')")
    code = (
        "from dialbook.testing import Dialbook, mock_chime\n"
        "with Dialbook() as dialbook:\n"
        "    for make in (dialbook.client, dialbook.session, mock_chime().__enter__):\n"
        "        try: make()\n"
        "        except ImportError as error: print(error)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    sentence = "dialbook.testing makes clients with boto3, which is not installed: pip install boto3"
    assert done.stdout.splitlines() == [sentence] * 3


def test_an_unknown_name_of_the_package() -> None:
    """It is no attribute of it, as of any module."""
    with pytest.raises(AttributeError, match="has no attribute 'mock_chimes'"):
        dialbook.testing.mock_chimes  # noqa: B018
    assert {"Dialbook", "current", "mock_chime"} <= set(dir(dialbook.testing)) | set(dialbook.testing.__all__)
