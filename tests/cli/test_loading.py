"""How a program that will run for long loads what it runs."""

from __future__ import annotations

import gc

import pytest

from dialbook.cli.loading import NEW_OBJECTS, for_good


def test_what_is_loaded_is_no_garbage() -> None:
    """It is not looked through while it is loaded, nor afterwards; what comes later is, though seldom."""
    thresholds = gc.get_threshold()
    try:
        with for_good():
            loaded = [object()]
            assert not gc.isenabled()
        later = [object()]
        looked_through = {id(one) for one in gc.get_objects()}
        assert id(loaded) not in looked_through
        assert id(later) in looked_through
        assert gc.isenabled()
        assert gc.get_threshold()[0] == NEW_OBJECTS
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)


def test_what_cannot_be_loaded_may_be_garbage() -> None:
    """After an error all is as before."""
    frozen, thresholds = gc.get_freeze_count(), gc.get_threshold()
    with pytest.raises(ValueError, match="astray"), for_good():
        raise ValueError("astray")
    assert gc.isenabled()
    assert (gc.get_freeze_count(), gc.get_threshold()) == (frozen, thresholds)
