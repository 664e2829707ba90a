"""Tests of single sign-on, and a provider of its own for them."""
