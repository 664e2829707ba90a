"""The second step of signing in: a code or a passkey beside the password, where SECOND_STEP asks for it.

The libraries behind codes.py, passkeys.py and showing.py are an extra (catalogue/extra.py). Everything else here runs
without them.
"""
