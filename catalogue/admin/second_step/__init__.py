"""The pages of the second step: where it is asked for, where one adds to it, and the list of what one has.

Only addresses of the site import this: its libraries are an extra.
"""
