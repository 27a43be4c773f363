"""Bringing conversations in: four ways, a look before analysing, and what was found."""
