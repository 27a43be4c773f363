"""Tests of everything together. A package, so that its servers end when a process has run the last of them."""
