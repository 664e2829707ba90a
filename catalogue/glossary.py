"""Words of the field in plain words; the texts are ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """A word with its meaning. `forms`: how English texts write it; the first one found in a text leads here."""

    slug: str
    word: str | Promise
    meaning: str | Promise
    forms: tuple[str, ...] = ()


TERMS = (
    Term(
        "assessed",
        _("Assessed"),
        _("Your work is checked against a clear mark, by a test, a task or a piece of work."),
        ("assessed", "assessment"),
    ),
    Term(
        "awarding-body",
        _("Awarding body"),
        _("Whoever signs the proof that you get at the end. It need not be the school that taught you."),
        ("awarding body",),
    ),
    Term(
        "bachelors-degree",
        _("Bachelor's degree"),
        _("The first degree at a university. It takes about four years of full-time study."),
        ("bachelor's degree", "bachelor’s degree"),
    ),
    Term(
        "badge",
        _("Badge"),
        _("A small digital picture that shows what you learned and who says so. You can put it on a web page."),
        ("digital badges", "digital badge", "open badges", "badges", "badge"),
    ),
    Term(
        "bootcamp",
        _("Bootcamp"),
        _("A course that fits a lot into a short time, most often to get people ready for a job."),
        ("bootcamps", "bootcamp"),
    ),
    Term(
        "certificate",
        _("Certificate"),
        _("Proof that you finished a program. Most certificates take a few months to a year; some take days."),
    ),
    Term(
        "competency",
        _("Competency"),
        _("Something that you can do well, and can show that you can do."),
        ("competencies", "competency-based", "competency"),
    ),
    Term(
        "continuing-studies",
        _("Continuing studies"),
        _("The part of a school for adults who want to learn more beside work. Also called extended learning."),
        ("continuing studies", "continuing education", "extended learning"),
    ),
    Term(
        "credit",
        _("Credit"),
        _("A unit that schools count toward a certificate, diploma or degree. Some programs give none."),
        ("academic credit", "course credit"),
    ),
    Term("degree", _("Degree"), _("What a university gives you after some years of study.")),
    Term(
        "diploma",
        _("Diploma"),
        _(
            "Proof that you finished a longer program, often two years. It is more than a certificate and "
            "less than a degree."
        ),
    ),
    Term(
        "ended",
        _("Ended"),
        _("You can no longer take it. We keep it in the list, at the end, so that you do not search in vain."),
    ),
    Term(
        "funding",
        _("Funding"),
        _("Public money behind a program. It does not mean that you pay nothing."),
    ),
    Term(
        "gives-credit",
        _("Gives credit"),
        _(
            "Lets you count what you took toward a larger program there. That school need not be the one that"
            " taught you."
        ),
        ("gives credit", "give credit"),
    ),
    Term(
        "graduate-certificate",
        _("Graduate certificate"),
        _("A short program for people who already have a degree."),
        ("graduate certificates", "graduate certificate"),
    ),
    Term(
        "group",
        _("Group"),
        _("Several programs that a source speaks of as one. What is said of a group need not hold for each of them."),
    ),
    Term(
        "masters-degree",
        _("Master's degree"),
        _("A second degree, after a bachelor's. An MBA is one in business."),
        ("master's degree", "master’s degree", "MBA"),
    ),
    Term(
        "microcredential",
        _("Microcredential"),
        _(
            "Proof that you learned a small set of skills. It takes less time than a degree. Schools do not "
            "all mean the same by it."
        ),
        ("micro-credentials", "micro-credential", "microcredentials", "microcredential"),
    ),
    Term(
        "micromasters",
        _("MicroMasters"),
        _(
            "The name of a set of harder online courses on the site edX. Some schools count one toward a "
            "master's degree."
        ),
        ("MicroMasters",),
    ),
    Term(
        "offering",
        _("Offering"),
        _("One program in our list, with a page of its own. That it is listed does not say that you can take it now."),
    ),
    Term(
        "open-education",
        _("Open education"),
        _("Courses whose books and tasks anybody may use for free. The test or the proof may still cost money."),
        ("open education", "open educational resources", "open education resource"),
    ),
    Term(
        "part",
        _("Part"),
        _("A piece of an offering, such as one of its courses. It stands on the page of the whole and is not counted."),
    ),
    Term("partner", _("Partner"), _("Somebody who helps with an offering but does not run it.")),
    Term(
        "pilot",
        _("Pilot"),
        _("A first try, to see whether something works. It may stop."),
        ("pilot project", "pilot"),
    ),
    Term(
        "platform",
        _("Platform"),
        _("The website that courses run on. It is not a school."),
    ),
    Term(
        "portable",
        _("Portable"),
        _("You can take it with you: another school or an employer may accept it too."),
        ("portable", "portability"),
    ),
    Term(
        "recognition",
        _("Recognition"),
        _("A school, an employer or a trade accepts what you learned, for credit or for a job."),
        ("recognition", "recognizes", "recognized", "recognised"),
    ),
    Term(
        "reskilling",
        _("Reskilling"),
        _("Learning new skills for another kind of work."),
        ("reskilling", "reskill"),
    ),
    Term(
        "school",
        _("School"),
        _("Whoever runs an offering. Most are colleges and universities; some are not schools in the strict sense."),
    ),
    Term(
        "sector",
        _("Sector"),
        _("An area of work. Five areas are named in the 2021 announcement; what we put in each is our reading."),
    ),
    Term("source", _("Source"), _("The document, list or talk that a fact comes from.")),
    Term(
        "stackable",
        _("Stackable"),
        _("Several small programs can be put together into a larger one, such as a certificate."),
        ("stackable", "stacking", "stacked", "stacks", "stack"),
    ),
    Term(
        "upskilling",
        _("Upskilling"),
        _("Learning more for the kind of work that you do now."),
        ("upskilling", "upskill"),
    ),
)


@cache
def by_slug() -> dict[str, Term]:
    return {term.slug: term for term in TERMS}


@cache
def _forms() -> tuple[re.Pattern[str], dict[str, str]]:
    """All forms as one pattern, the longest first, and the term of each."""
    slugs = {form.lower(): term.slug for term in TERMS for form in term.forms}
    longest_first = sorted(slugs, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE), slugs


def pieces(text: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    """An English text in pieces with the slug of the term each one names; "" for all that lies between.

    A term in `seen` is passed over; those found are added to it, so that a page links each once.
    """
    pattern, slugs = _forms()
    end = 0
    for found in pattern.finditer(text):
        slug = slugs[found[0].lower()]
        if slug in seen:
            continue
        seen.add(slug)
        yield text[end : found.start()], ""
        yield found[0], slug
        end = found.end()
    yield text[end:], ""
