"""What docs/failover.md has to copy is what it must be; `make ha` runs it."""

from __future__ import annotations

from pathlib import Path

import yaml

from dialbook.server.config import Config, check
from ha import guide


def test_the_guide_has_all_that_is_run() -> None:
    """Its files and its commands, at addresses of this machine."""
    assert guide.files().keys() == {"etcd", "config.yml", "dialbook.env", "replicas.env"}
    assert [len(guide.commands(beginning)) for beginning in ("apt-get", "echo create_main", "psql", "createdb")] == [
        2,
        1,
        2,
        1,
    ]
    assert not any("10.0.0." in text for text in guide.files().values())


def test_patroni_is_told_to_lose_nothing() -> None:
    """Each commit waits for a standby, and the times fit each other, as Patroni demands."""
    settings = yaml.safe_load(guide.files()["config.yml"])["bootstrap"]["dcs"]
    assert settings["synchronous_mode"] is settings["synchronous_mode_strict"] is True
    assert settings["ttl"] >= max(20, settings["loop_wait"] + 2 * settings["retry_timeout"])


def test_dialbook_can_be_served_so() -> None:
    """With the store and the replicas that the guide names."""
    files = guide.files()
    given = guide.variables(files["dialbook.env"]) | guide.variables(files["replicas.env"])
    check(
        Config(
            store=given["DIALBOOK_STORE"], read_store=given["DIALBOOK_READ_STORE"], master_key_file=Path("/nonexistent")
        )
    )
