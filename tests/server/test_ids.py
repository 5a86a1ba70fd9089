"""Identifiers."""

from __future__ import annotations

import multiprocessing
import random
import uuid

from dialbook.server.ids import random_bytes, request_id


def test_a_request_id_is_a_version_4_uuid() -> None:
    """In the form that AWS's have: lower case, the version and the variant in their places."""
    for _ in range(1000):
        made = uuid.UUID(text := request_id())
        assert (str(made), made.version, made.variant) == (text, 4, uuid.RFC_4122)


def test_no_two_processes_draw_the_same() -> None:
    """Workers are forked from one process, whose chance they must not share."""
    request_id()
    with multiprocessing.get_context("fork").Pool(2) as workers:
        drawn = workers.map(ids_of, range(8), chunksize=1)
    assert len({one for ids in drawn for one in ids}) == 8 * 100


def test_a_program_that_seeds_its_chance_does_not_seed_ours() -> None:
    """Test tools do so before every test; ids that come again would overwrite the history."""
    random.seed(0)
    first = request_id()
    random.seed(0)
    assert request_id() != first


def ids_of(_: int) -> list[str]:
    """Draw some."""
    return [request_id() for _ in range(100)]


def test_random_bytes_are_as_many_as_asked_for() -> None:
    """And not the same twice."""
    assert len(random_bytes(30)) == 30
    assert random_bytes(30) != random_bytes(30)
