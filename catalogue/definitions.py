"""What "microcredential" means to whom: traits side by side, each body's in our words, with where it says so.

Each was read at its origin, in the version that `BODIES` names. What our two documents say is cited by paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Body:
    """Somebody who says what a microcredential is; `origin` is where, and `url` the address, where it has one."""

    slug: str
    name: Words
    origin: Words
    url: str = ""


BODIES = (
    Body(
        "bc",
        _("British Columbia"),
        _(
            "The framework of the Province. It is of 2021 and was changed in 2024. "
            "We read it on a page of the Province and one of BCcampus."
        ),
        "https://www2.gov.bc.ca/gov/content/education-training/post-secondary-education/micro-credentials",
    ),
    Body(
        "unesco",
        _("UNESCO"),
        _("“Towards a common definition of micro-credentials”, 2022"),
        "https://unesdoc.unesco.org/ark:/48223/pf0000381668",
    ),
    Body(
        "eu",
        _("European Union"),
        _("Council Recommendation 2022/C 243/02 of June 2022"),
        "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=celex:32022H0627%2802%29",
    ),
    Body(
        "documents",
        _("Our two documents"),
        _("The news release and the guide of 2021; the paragraphs stand in each cell"),
    ),
)


@dataclass(frozen=True)
class Trait:
    """One trait and what each body says of it, by the body's slug; who is missing says nothing of it there."""

    slug: str
    name: Words
    says: dict[str, Words]


TRAITS = (
    Trait(
        "proof",
        _("What it is"),
        {
            "bc": _("Recognizes a short time of learning"),
            "unesco": _("A record of what you know, understand or can do"),
            "eu": _("A record of what you learned"),
            "documents": _("Shows that you have a set of chosen skills (guide, paragraph 9)"),
        },
    ),
    Trait(
        "size",
        _("How long"),
        {
            "bc": _("Short"),
            "eu": _("A small amount of learning"),
            "documents": _("Short, for one college (guide, paragraph 21)"),
        },
    ),
    Trait(
        "skills",
        _("What is learned"),
        {
            "bc": _("Competencies: things that you can do"),
            "unesco": _("One focus"),
            "eu": _("Named skills and knowledge that society, people or jobs need"),
        },
    ),
    Trait(
        "need",
        _("Who needs it"),
        {
            "bc": _("Employers, industry, the community or Indigenous communities"),
            "eu": _("Society, the person, culture or the job market"),
            "documents": _("Industry, for one college (guide, paragraph 21)"),
        },
    ),
    Trait(
        "assessed",
        _("Tests"),
        {
            "bc": _("It can be assessed"),
            "unesco": _("Assessed against clear standards"),
            "eu": _("Assessed against clear and open criteria"),
            "documents": _("Assessed, for one college (guide, paragraph 21)"),
        },
    ),
    Trait(
        "alone",
        _("Worth on its own"),
        {"bc": _("Stands alone"), "unesco": _("Has a worth of its own"), "eu": _("May stand alone")},
    ),
    Trait(
        "stacks",
        _("Adds up to more"),
        {
            "bc": _("It can be recognized for more learning"),
            "unesco": _("May add to other proofs, small or large"),
            "eu": _("May be put together into larger ones"),
            "documents": _(
                "Could stack one day (release, paragraph 6). They stack, and some can go with you "
                "(guide, paragraphs 27 and 28)."
            ),
        },
    ),
    Trait(
        "owner",
        _("Whose it is"),
        {"eu": _("Yours: you can share it and take it with you")},
    ),
    Trait(
        "quality",
        _("Who checks the school"),
        {
            "unesco": _("Given by a trusted school; meets rules for quality"),
            "eu": _("Quality is checked by agreed rules"),
        },
    ),
    Trait(
        "settled",
        _("Is that settled?"),
        {
            "bc": _("The framework is meant to go on changing"),
            "unesco": _("Put forward so that people can agree"),
            "eu": _("Advice to the member states, not law"),
            "documents": _("Nobody has settled it (guide, paragraph 10)"),
        },
    ),
)
