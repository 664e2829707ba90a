"""This site's search and pages timed beside what one might use instead: `python -m bench`. No part of the site."""
