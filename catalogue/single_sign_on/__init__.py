"""Signing in through a provider (OpenID Connect): what is asked of it, what it signs, and whose account that is."""
