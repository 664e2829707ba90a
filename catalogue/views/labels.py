"""The labels of facts on pages, by field, quantity and role; in the order of the page. Not the words of values."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from catalogue.models.vocabulary import Quantity, Role

# Fields of an offering, each with its label; measures and claims stand between them.
FIELDS = {
    "audience": gettext_lazy("Who it is for"),
    "kind": gettext_lazy("What you get"),
    "skills": gettext_lazy("What you learn"),
    "delivery": gettext_lazy("How you learn"),
    "pace": gettext_lazy("Pace"),
    "level": gettext_lazy("Level"),
    "assessed": gettext_lazy("Tests or assessment"),
    "entry_requirements": gettext_lazy("To be let in"),
    "place_taught": gettext_lazy("Where it is taught"),
    "language": gettext_lazy("Language"),
    "application_deadline": gettext_lazy("Apply by"),
}
MEASURES = {
    Quantity.DURATION: gettext_lazy("Time"),
    Quantity.COURSES: gettext_lazy("Courses"),
    Quantity.CREDITS: gettext_lazy("Credits"),
    Quantity.PRICE: gettext_lazy("Cost"),
}
# Who runs it and who counts it, then all others.
FIRST_ROLES = {
    Role.PROVIDER: gettext_lazy("Run by"),
    Role.TESTING: gettext_lazy("Tests given by"),
    Role.CREDIT: gettext_lazy("Credit given by"),
}
OTHER_ROLES = {
    Role.AWARDING_BODY: gettext_lazy("Awarded by"),
    Role.INDUSTRY_PARTNER: gettext_lazy("Industry partner"),
    Role.LAUNCH_PARTNER: gettext_lazy("Helped to launch it"),
    Role.PLATFORM: gettext_lazy("Platform"),
}
LISTED_FOR = gettext_lazy("Listed for")
AVAILABLE = gettext_lazy("Can you take it?")
