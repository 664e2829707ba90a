"""The take-away edition: a copy of the public pages as plain files, for where there is no connection.

places.py says what is in it and where, answering.py asks the site's own views, rewriting.py turns a page of the site
into one of the copy, listing.py puts programs in their order, booklets.py makes what is to be printed, building.py puts
it all into a folder.
"""
