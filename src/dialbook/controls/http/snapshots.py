"""The endpoints of the snapshots that a store keeps."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from dialbook.controls import snapshots
from dialbook.controls.archive import LIMITS
from dialbook.controls.http.endpoint import Call, Download, Endpoint
from dialbook.controls.snapshots import SnapshotDescription
from dialbook.server.handle import Service

GZIP = "application/gzip"


class TakeSnapshotRequest(msgspec.Struct, frozen=True, rename="pascal", forbid_unknown_fields=True):
    """Under which name to keep a snapshot."""

    name: Annotated[
        str,
        Meta(
            description="1 to 64 letters, digits and the signs -._",
            examples=["before"],
            extra_json_schema={"pattern": "^[A-Za-z0-9._-]{1,64}$"},
        ),
    ]


class SnapshotList(msgspec.Struct, frozen=True, rename="pascal"):
    """The snapshots that the store keeps, in the order of their names."""

    snapshots: list[SnapshotDescription]


async def kept(service: Service, _call: Call) -> SnapshotList:
    """Return the snapshots that the store keeps."""
    return SnapshotList(await snapshots.kept(service))


async def take(service: Service, call: Call) -> SnapshotDescription:
    """Take a snapshot, and keep it."""
    return await snapshots.keep(service, call.body.name)


async def download(service: Service, call: Call) -> Download:
    """Return a snapshot as a file."""
    name = call.labels["name"]
    return Download(await snapshots.content(service, name), GZIP, f"{name}.dialbook.gz")


async def upload(service: Service, call: Call) -> SnapshotDescription:
    """Keep a snapshot that is a file."""
    return await snapshots.upload(service, call.labels["name"], call.body)


async def restore(service: Service, call: Call) -> None:
    """Put the state of a snapshot in the place of what there is."""
    await snapshots.restore_kept(service, call.labels["name"])


async def remove(service: Service, call: Call) -> None:
    """Keep a snapshot no longer."""
    await snapshots.remove(service, call.labels["name"])


ENDPOINTS = (
    Endpoint(
        name="ListSnapshots",
        summary="List the snapshots that the store keeps.",
        method="GET",
        path="/snapshots",
        handler=kept,
        answer=SnapshotList,
    ),
    Endpoint(
        name="TakeSnapshot",
        summary="Take a snapshot of the whole store and keep it under a name, in the place of one that has it.",
        method="POST",
        path="/snapshots",
        handler=take,
        body=TakeSnapshotRequest,
        answer=SnapshotDescription,
        status=201,
    ),
    Endpoint(
        name="DownloadSnapshot",
        summary="Return a snapshot as a file.",
        method="GET",
        path="/snapshots/{name}",
        handler=download,
        download=GZIP,
        errors=(404,),
    ),
    Endpoint(
        name="UploadSnapshot",
        summary="Keep a snapshot that is a file, under a name, in the place of one that has it.",
        method="PUT",
        path="/snapshots/{name}",
        handler=upload,
        upload=GZIP,
        body_bytes=LIMITS.content_bytes,
        answer=SnapshotDescription,
    ),
    Endpoint(
        name="DeleteSnapshot",
        summary="Keep a snapshot no longer.",
        method="DELETE",
        path="/snapshots/{name}",
        handler=remove,
        status=204,
        errors=(404,),
    ),
    Endpoint(
        name="RestoreSnapshot",
        summary="Put the state of a snapshot in the place of what there is, the clock included.",
        method="POST",
        path="/snapshots/{name}/restore",
        handler=restore,
        status=204,
        errors=(404,),
    ),
)
