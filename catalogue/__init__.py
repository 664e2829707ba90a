"""The project package: settings and addresses, and on top of them what visitors and staff see and do.

British Columbia stays on UTC-7 all year since March 2026, and the time-zone tables of many systems are older than
that. So before anything here asks for a zone, Python is told to look only in the pinned `tzdata` package.
"""

import zoneinfo

zoneinfo.reset_tzpath(to=())
