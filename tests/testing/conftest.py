"""What the tests of ``dialbook.testing`` share."""
