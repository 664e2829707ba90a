"""Fixed vocabularies: words that code acts on. Words that staff may add to are rows (sectors, audiences, named kinds).

What visitors read is worded in the language of the page; the rest is for the admin, which is in English.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an entry stands with the editors."""

    DRAFT = "draft", "draft"
    IN_REVIEW = "in-review", "in review"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


class Availability(models.TextChoices):
    """What is known about whether one can take it; `OFFERED` only once staff have verified it."""

    OFFERED = "offered", _("Offered, checked with the school")
    LISTED = "listed", _("Listed in a guide, not checked since")
    DESCRIBED = "described", _("Described in a guide, not checked since")
    PILOT = "pilot", _("A pilot, not checked since")
    IN_DEVELOPMENT = "in-development", _("In development, not checked since")
    ENDED = "ended", _("Ended")


class Kind(models.TextChoices):
    """What a learner gets or takes, as the source calls it."""

    MICROCREDENTIAL = "microcredential", _("Microcredential")
    BOOTCAMP = "bootcamp", _("Bootcamp")
    CERTIFICATE = "certificate", _("Certificate")
    PROFESSIONAL_CERTIFICATE = "professional-certificate", _("Professional certificate")
    BADGE = "badge", _("Badge")
    MICROMASTERS = "micromasters", _("MicroMasters")
    COURSE = "course", _("Course or short course")
    TRAINING = "training", _("Training with an industry certification")
    EXAM = "exam", _("Testing for an exam")


class Delivery(models.TextChoices):
    """The way of learning."""

    ONLINE = "online", _("Online")
    IN_PERSON = "in-person", _("In person")
    BLENDED = "blended", _("Online and in person")


class Pace(models.TextChoices):
    OWN = "own-pace", _("At your own pace")
    SCHEDULED = "scheduled", _("On a schedule")


class Assessed(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")


class Level(models.TextChoices):
    INTRODUCTORY = "introductory", _("Introductory")
    UNDERGRADUATE = "undergraduate", _("Undergraduate")
    ADVANCED = "advanced", _("Advanced")
    PROFESSIONAL = "professional", _("Professional")
    GRADUATE = "graduate", _("Graduate")


class Role(models.TextChoices):
    """What an institution does for an offering."""

    PROVIDER = "provider", _("Provider")
    TESTING = "testing", _("Testing")
    AWARDING_BODY = "awarding-body", _("Awards the credential")
    CREDIT = "credit", _("Gives credit for it")
    INDUSTRY_PARTNER = "industry-partner", _("Industry partner")
    LAUNCH_PARTNER = "launch-partner", _("Helped to launch it")
    PLATFORM = "platform", _("Platform")

    @classmethod
    def providing(cls) -> tuple[Role, ...]:
        """Roles of those who run an offering: the only ones that a filter on provider finds."""
        return (cls.PROVIDER, cls.TESTING)


class Force(models.TextChoices):
    """How firmly a source says that an offering counts toward a larger credential."""

    COUNTS = "counts", _("Counts toward it")
    SOME_COURSES = "some-courses", _("Some courses count")
    MAY_COUNT = "may-count", _("May count")
    GENERAL_CLAIM = "general-claim", _("Said of the school's microcredentials in general")
    FUTURE = "future", _("Expected to count in future")
    NOT_YET = "not-yet", _("Not yet")
    NO = "no", _("Does not count")

    @classmethod
    def negative(cls) -> tuple[Force, ...]:
        """Explicit answers that are not credit. Silence is not among them: it is no answer."""
        return (cls.NOT_YET, cls.NO)


class Target(models.TextChoices):
    """The larger credential that credit counts toward."""

    CERTIFICATE = "certificate", _("a certificate")
    DIPLOMA = "diploma", _("a diploma")
    BACHELORS_DEGREE = "bachelors-degree", _("a bachelor's degree")
    DEGREE = "degree", _("a degree")
    GRADUATE_CERTIFICATE = "graduate-certificate", _("a graduate certificate")
    MASTERS_DEGREE = "masters-degree", _("a master's degree")
    ANY = "certificate-diploma-or-degree", _("a certificate, diploma or degree")
    LONGER_PROGRAM = "longer-program", _("a longer program")
    ACADEMIC_CREDIT = "academic-credit", _("academic credit")


class Quantity(models.TextChoices):
    """What a measure measures."""

    DURATION = "duration", _("Length")
    COURSES = "courses", _("Number of courses")
    CREDITS = "credits", _("Credits")
    PRICE = "price", _("Price")


class Unit(models.TextChoices):
    HOUR = "hour", "hours"
    DAY = "day", "days"
    WEEK = "week", "weeks"
    MONTH = "month", "months"
    YEAR = "year", "years"
    COURSE = "course", "courses"
    CREDIT = "credit", "credits"
    CAD = "cad", "Canadian dollars"
    USD = "usd", "US dollars"


class Scope(models.TextChoices):
    """The thing that a measure speaks of."""

    PROGRAM = "program", _("the whole program")
    COURSE = "course", _("each course")
    CERTIFICATE = "certificate", _("the certificate")


class Approximation(models.TextChoices):
    """How exactly a source gives a measure; the last four stand without a number."""

    EXACT = "exact", ""
    ABOUT = "about", "about"
    MORE_THAN = "more-than", "more than"
    LESS_THAN = "less-than", "less than"
    LIKELY = "likely", "likely"
    SEVERAL = "several", "several"
    SHORT = "short", "short"
    LOW = "low", "low"
    FREE = "free", "free"

    @classmethod
    def without_number(cls) -> tuple[Approximation, ...]:
        return (cls.SEVERAL, cls.SHORT, cls.LOW, cls.FREE)


class Standing(models.TextChoices):
    """Whether an offering belongs to a group."""

    MEMBER = "member", _("belongs to it")
    LIKELY = "likely", _("likely belongs to it")
    NOT = "not", _("does not belong to it")


class Basis(models.TextChoices):
    """On what ground a value stands."""

    STATED = "stated", _("Stated")
    INFERRED = "inferred", _("Our reading")
    OUTSIDE = "outside", _("Outside the two documents")
    CONFIRMED = "confirmed", _("Confirmed by the institution")


class SourceKind(models.TextChoices):
    DOCUMENT = "document", "document"
    WEB_PAGE = "web-page", "web page"
    CONFIRMATION = "confirmation", "confirmation by an institution"
    IMPORTED_FILE = "imported-file", "imported file"


class Topic(models.TextChoices):
    """What a statement is about."""

    DEFINITION = "definition", _("What microcredentials are")
    STACKING = "stacking", _("Stacking and credit")
    WORK = "work", _("Work and skills")
    FUNDING = "funding", _("Money")
    PROGRAM = "program", _("About a program")
    INSTITUTION = "institution", _("About an institution")
    TIMELINE = "timeline", _("When things happened")


class DisagreementKind(models.TextChoices):
    CONFLICT = "conflict", "sources disagree"
    WORDING = "wording", "different words"
    NOTE = "note", "note"
