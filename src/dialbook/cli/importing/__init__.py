"""Imports from CSV files: line by line, with what is wrong with each bad one, whatever a line holds."""
