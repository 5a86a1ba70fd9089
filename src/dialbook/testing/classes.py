"""The classes of boto3's clients, made once for each service.

botocore reads the model of a service anew for every client, and makes a class of it, with a method and a docstring for each of some hundred
operations: half of what a client costs, and most of what the garbage collector then finds. Models do not change, so here all clients
share one. A client has a class of its own here too, but it inherits the methods from one that is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

_MAKING = threading.Lock()


@contextmanager
def remembered_classes() -> Iterator[None]:
    """Have a client that is made meanwhile inherit from a class that was made before."""
    import botocore.client  # noqa: PLC0415 - the user's, and costly to import

    with _MAKING:
        original, botocore.client.ClientCreator = botocore.client.ClientCreator, _creator()
        try:
            yield
        finally:
            botocore.client.ClientCreator = original


@cache
def _creator() -> Any:
    import botocore.client  # noqa: PLC0415 - the user's, and costly to import

    models: dict[tuple[Any, str], Any] = {}
    classes: dict[tuple[Any, str], type] = {}

    class Remembering(botocore.client.ClientCreator):  # type: ignore[misc] # botocore has no types
        """botocore's own, but for two steps. Where a botocore does not have one of them, it is only slower.

        What is remembered is told apart by the loader, for somebody else may make a client just now, with another session.
        """

        def _load_service_model(self, service_name: str, api_version: str | None = None) -> Any:
            if api_version is not None:
                return super()._load_service_model(service_name, api_version)
            loaded = models.get((self._loader, service_name))
            if loaded is None:
                loaded = models[self._loader, service_name] = super()._load_service_model(service_name)
            return loaded

        def _create_client_class(self, service_name: str, service_model: Any) -> type:
            made = classes.get((self._loader, service_name))
            if made is None:
                made = classes[self._loader, service_name] = super()._create_client_class(service_name, service_model)
            return type(made.__name__, (made,), {})

    return Remembering
