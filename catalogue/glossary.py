"""Words of the field in plain words; the texts are ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.languages import ENGLISH, FRENCH


@dataclass(frozen=True)
class Term:
    """A word with its meaning. `forms`, `french`: how texts write it; the first one found on a page leads here.

    A word without forms is one that texts also use in its everyday sense.
    """

    slug: str
    word: str | Promise
    meaning: str | Promise
    forms: tuple[str, ...] = ()
    french: tuple[str, ...] = ()


TERMS = (
    Term(
        "assessed",
        _("Assessed"),
        _("Your work is checked against a clear mark, by a test, a task or a piece of work."),
        ("assessed", "assessment"),
        french=("évaluations", "évaluation"),
    ),
    Term(
        "awarding-body",
        _("Awarding body"),
        _("Whoever signs the proof that you get at the end. It need not be the school that taught you."),
        ("awarding bodies", "awarding body"),
        french=("organisme qui délivre le titre",),
    ),
    Term(
        "bachelors-degree",
        _("Bachelor's degree"),
        _("The first degree at a university. It takes about four years of full-time study."),
        ("bachelor's degrees", "bachelor’s degrees", "bachelor's degree", "bachelor’s degree"),
        french=("baccalauréats", "baccalauréat"),
    ),
    Term(
        "badge",
        _("Badge"),
        _("A small digital picture that shows what you learned and who says so. You can put it on a web page."),
        ("digital badges", "digital badge", "open badges", "badges", "badge"),
        french=("badges numériques", "badge numérique", "badges", "badge"),
    ),
    Term(
        "bootcamp",
        _("Bootcamp"),
        _("A course that fits a lot into a short time, most often to get people ready for a job."),
        ("bootcamps", "bootcamp"),
        french=("camps de formation intensifs", "camp de formation intensif"),
    ),
    Term(
        "certificate",
        _("Certificate"),
        _("Proof that you finished a program. Most certificates take a few months to a year; some take days."),
        ("certificates", "certificate"),
        french=("certificats", "certificat"),
    ),
    Term(
        "competency",
        _("Competency"),
        _("Something that you can do well, and can show that you can do."),
        ("competencies", "competency-based", "competency"),
        french=("compétences", "compétence"),
    ),
    Term(
        "continuing-studies",
        _("Continuing studies"),
        _("The part of a school for adults who want to learn more beside work. Also called extended learning."),
        ("continuing studies", "continuing education", "extended learning"),
        french=("formation continue",),
    ),
    Term(
        "credit",
        _("Credit"),
        _("A unit that schools count toward a certificate, diploma or degree. Some programs give none."),
        ("academic credit", "course credit", "credits", "credit"),
        french=("crédits", "crédit"),
    ),
    Term(
        "degree",
        _("Degree"),
        _("What a university gives you after some years of study."),
        ("degrees", "degree"),
        french=("grades", "grade"),
    ),
    Term(
        "diploma",
        _("Diploma"),
        _(
            "Proof that you finished a longer program, often two years. It is more than a certificate and "
            "less than a degree."
        ),
        ("diplomas", "diploma"),
        french=("diplômes", "diplôme"),
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
        french=("accorde des crédits", "accordent des crédits", "accorder des crédits"),
    ),
    Term(
        "graduate-certificate",
        _("Graduate certificate"),
        _("A short program for people who already have a degree."),
        ("graduate certificates", "graduate certificate"),
        french=("certificats d’études supérieures", "certificat d’études supérieures"),
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
        ("master's degrees", "master’s degrees", "master's degree", "master’s degree", "MBA"),
        french=("maîtrises", "maîtrise"),
    ),
    Term(
        "microcredential",
        _("Microcredential"),
        _(
            "Proof that you learned a small set of skills. It takes less time than a degree. Schools do not "
            "all mean the same by it."
        ),
        ("micro-credentials", "micro-credential", "microcredentials", "microcredential"),
        french=("microcertifications", "microcertification"),
    ),
    Term(
        "micromasters",
        _("MicroMasters"),
        _(
            "The name of a set of harder online courses on the site edX. Some schools count one toward a "
            "master's degree."
        ),
        ("MicroMasters",),
        french=("MicroMasters",),
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
        french=("éducation ouverte",),
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
        french=("projets pilotes", "projet pilote"),
    ),
    Term(
        "platform",
        _("Platform"),
        _("The website that courses run on. It is not a school."),
        ("platforms", "platform"),
        french=("plateformes", "plateforme"),
    ),
    Term(
        "portable",
        _("Portable"),
        _("You can take it with you: another school or an employer may accept it too."),
        ("portable", "portability"),
        french=("transférables", "transférable"),
    ),
    Term(
        "recognition",
        _("Recognition"),
        _("A school, an employer or a trade accepts what you learned, for credit or for a job."),
        ("recognition", "recognizes", "recognized", "recognised"),
        french=("reconnaissance", "reconnaissent", "reconnaît", "reconnues", "reconnus", "reconnue", "reconnu"),
    ),
    Term(
        "reskilling",
        _("Reskilling"),
        _("Learning new skills for another kind of work."),
        ("reskilling", "reskill"),
        french=("reconversion",),
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
        french=("cumulables", "cumulable"),
    ),
    Term(
        "upskilling",
        _("Upskilling"),
        _("Learning more for the kind of work that you do now."),
        ("upskilling", "upskill"),
        french=("perfectionnement",),
    ),
)


@cache
def by_slug() -> dict[str, Term]:
    return {term.slug: term for term in TERMS}


@cache
def _forms(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """All forms of a language as one pattern, the longest first, and the term of each."""
    slugs = {form: term.slug for term in TERMS for form in (term.french if language == FRENCH else term.forms)}
    slugs |= {form[0].upper() + form[1:]: slug for form, slug in slugs.items()}
    longest_first = sorted(slugs, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])"), slugs


# Around a word with a capital: another one, as names have it.
_NAME_BEFORE, _NAME_AFTER = re.compile(r"[^\s.:!?] +$"), re.compile(r" +[A-Z]")


def pieces(text: str, seen: set[str], language: str = ENGLISH) -> Iterator[tuple[str, str]]:
    """A text in pieces with the slug of the term each one names; "" for all that lies between.

    A term in `seen` is passed over; those found are added to it, so that a page links each once. So are words of
    names: the Open Education of a school's name says nothing of the term.
    """
    pattern, slugs = _forms(language)
    end = 0
    for found in pattern.finditer(text):
        slug = slugs[found[0]]
        if slug in seen or _in_a_name(found):
            continue
        seen.add(slug)
        yield text[end : found.start()], ""
        yield found[0], slug
        end = found.end()
    yield text[end:], ""


def _in_a_name(found: re.Match[str]) -> bool:
    words, text = found[0], found.string
    if not words[0].isupper() or words[1:] != words[1:].lower():  # MBA and MicroMasters are written so anywhere
        return False
    return bool(_NAME_BEFORE.search(text, 0, found.start()) or _NAME_AFTER.match(text, found.end()))
