"""Tests of the stand-in itself, without a Discord library: what it refuses and what it records."""
