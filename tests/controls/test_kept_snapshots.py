"""Snapshots that a store keeps under names."""

from __future__ import annotations

import msgspec
import pytest

from controls.scenes import number, own, refused, state, with_service
from dialbook.controls import snapshots
from dialbook.controls.archive import unpack
from dialbook.domain.contents import KEPT
from dialbook.domain.snapshots import MOST_KEPT
from dialbook.server.handle import Service


def test_snapshots_are_kept_under_names() -> None:
    """Taken or uploaded, listed in order, returned as they are, restored, replaced, and removed."""

    async def scenario(service: Service) -> None:
        await own(service, number("+12065550100"))
        first = await state(service)
        one = await snapshots.keep(service, "one")
        await own(service, number("+12065550101"))
        other = await snapshots.upload(service, "A.other-1_", await snapshots.take(service))
        assert await snapshots.kept(service) == [other, one]
        content = await snapshots.content(service, "one")
        assert (one.size_bytes, one.schema, one.taken_at) == (
            len(content),
            unpack(content).dump.schema,
            unpack(content).taken_at,
        )

        await snapshots.restore_kept(service, "one")
        assert await state(service) == first
        await snapshots.restore_kept(service, "A.other-1_")
        assert await state(service) != first

        await snapshots.keep(service, "one")
        assert await snapshots.content(service, "one") != content
        await snapshots.remove(service, "one")
        assert await snapshots.kept(service) == [other]
        await refused(snapshots.content(service, "one"), "NotFound", "The snapshot does not exist")

    with_service(scenario)


@pytest.mark.parametrize("name", ["", "a/b", "ä", "a b", "x" * 65, "one\n", "../one"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    """Before anything is taken or looked at."""

    async def scenario(service: Service) -> None:
        await refused(snapshots.keep(service, name), "BadRequest", "^A snapshot's name must be 1 to 64 letters")
        await refused(snapshots.upload(service, name, b""), "BadRequest", "^A snapshot's name")
        for what in (snapshots.content, snapshots.restore_kept, snapshots.remove):
            await refused(what(service, name), "NotFound", "^The snapshot does not exist.$")

    with_service(scenario)


def test_only_so_many_are_kept() -> None:
    """One more is refused, but one in the place of another is not."""

    async def scenario(service: Service) -> None:
        content = await snapshots.take(service)
        for at in range(MOST_KEPT):
            await snapshots.upload(service, f"number-{at}", content)
        await refused(
            snapshots.upload(service, "more", content), "ResourceLimitExceeded", f"keeps {MOST_KEPT} snapshots"
        )
        await refused(snapshots.content(service, "more"), "NotFound", "does not exist")
        await snapshots.upload(service, "number-0", content)
        await snapshots.remove(service, "number-1")
        await snapshots.upload(service, "more", content)

    with_service(scenario)


def test_a_kept_snapshot_is_no_part_of_another() -> None:
    """Nor does a restore take those away that were kept since."""
    assert {"snapshots", "snapshot_contents"}.isdisjoint(kind.table for kind in KEPT)


def test_descriptions_have_the_names_of_the_wire() -> None:
    """In the case that all members of the API have."""

    async def scenario(service: Service) -> None:
        described = msgspec.to_builtins(await snapshots.keep(service, "one"))
        assert list(described) == ["Name", "TakenAt", "Schema", "SizeBytes"]

    with_service(scenario)
