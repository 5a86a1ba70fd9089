"""The controls over HTTP, under ``/_dialbook/``: a table of endpoints, from which the routes and the OpenAPI document are made."""
