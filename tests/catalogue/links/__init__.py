"""Tests of checked web addresses, against servers on this machine that stand for the world."""
