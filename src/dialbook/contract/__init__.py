"""The wire contract as types: ``voice`` and ``chime`` are generated, ``model`` is the vocabulary they are written in."""
