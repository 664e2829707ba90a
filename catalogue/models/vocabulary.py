"""Fixed vocabularies: words that code acts on. Words that staff may add to are rows (sectors, audiences)."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where an entry stands with the editors."""

    DRAFT = "draft", "draft"
    IN_REVIEW = "in-review", "in review"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


class Availability(models.TextChoices):
    """What is known about whether one can take it; `OFFERED` only once staff have verified it."""

    OFFERED = "offered", "Offered, checked with the school"
    LISTED = "listed", "Listed in a guide, not checked since"
    DESCRIBED = "described", "Described in a guide, not checked since"
    PILOT = "pilot", "A pilot, not checked since"
    IN_DEVELOPMENT = "in-development", "In development, not checked since"
    ENDED = "ended", "Ended"


class Kind(models.TextChoices):
    """What a learner gets or takes, as the source calls it."""

    MICROCREDENTIAL = "microcredential", "Microcredential"
    BOOTCAMP = "bootcamp", "Bootcamp"
    CERTIFICATE = "certificate", "Certificate"
    PROFESSIONAL_CERTIFICATE = "professional-certificate", "Professional certificate"
    BADGE = "badge", "Badge"
    MICROMASTERS = "micromasters", "MicroMasters"
    COURSE = "course", "Course or short course"
    TRAINING = "training", "Training with an industry certification"
    EXAM = "exam", "Testing for an exam"


class Delivery(models.TextChoices):
    """The way of learning."""

    ONLINE = "online", "Online"
    IN_PERSON = "in-person", "In person"
    BLENDED = "blended", "Online and in person"


class Pace(models.TextChoices):
    OWN = "own-pace", "At your own pace"
    SCHEDULED = "scheduled", "On a schedule"


class Assessed(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"


class Level(models.TextChoices):
    INTRODUCTORY = "introductory", "Introductory"
    UNDERGRADUATE = "undergraduate", "Undergraduate"
    ADVANCED = "advanced", "Advanced"
    PROFESSIONAL = "professional", "Professional"
    GRADUATE = "graduate", "Graduate"


class Role(models.TextChoices):
    """What an institution does for an offering."""

    PROVIDER = "provider", "Provider"
    TESTING = "testing", "Testing"
    AWARDING_BODY = "awarding-body", "Awards the credential"
    CREDIT = "credit", "Gives credit for it"
    INDUSTRY_PARTNER = "industry-partner", "Industry partner"
    LAUNCH_PARTNER = "launch-partner", "Helped to launch it"
    PLATFORM = "platform", "Platform"

    @classmethod
    def providing(cls) -> tuple[Role, ...]:
        """Roles of those who run an offering: the only ones that a filter on provider finds."""
        return (cls.PROVIDER, cls.TESTING)


class Force(models.TextChoices):
    """How firmly a source says that an offering counts toward a larger credential."""

    COUNTS = "counts", "Counts toward it"
    SOME_COURSES = "some-courses", "Some courses count"
    MAY_COUNT = "may-count", "May count"
    GENERAL_CLAIM = "general-claim", "Said of the school's microcredentials in general"
    FUTURE = "future", "Expected to count in future"
    NOT_YET = "not-yet", "Not yet"
    NO = "no", "Does not count"

    @classmethod
    def negative(cls) -> tuple[Force, ...]:
        """Explicit answers that are not credit. Silence is not among them: it is no answer."""
        return (cls.NOT_YET, cls.NO)


class Target(models.TextChoices):
    """The larger credential that credit counts toward."""

    CERTIFICATE = "certificate", "a certificate"
    DIPLOMA = "diploma", "a diploma"
    BACHELORS_DEGREE = "bachelors-degree", "a bachelor's degree"
    DEGREE = "degree", "a degree"
    GRADUATE_CERTIFICATE = "graduate-certificate", "a graduate certificate"
    MASTERS_DEGREE = "masters-degree", "a master's degree"
    ANY = "certificate-diploma-or-degree", "a certificate, diploma or degree"
    LONGER_PROGRAM = "longer-program", "a longer program"
    ACADEMIC_CREDIT = "academic-credit", "academic credit"


class Quantity(models.TextChoices):
    """What a measure measures."""

    DURATION = "duration", "Length"
    COURSES = "courses", "Number of courses"
    CREDITS = "credits", "Credits"
    PRICE = "price", "Price"


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

    PROGRAM = "program", "the whole program"
    COURSE = "course", "each course"
    CERTIFICATE = "certificate", "the certificate"


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

    MEMBER = "member", "belongs to it"
    LIKELY = "likely", "likely belongs to it"
    NOT = "not", "does not belong to it"


class Basis(models.TextChoices):
    """On what ground a value stands."""

    STATED = "stated", "Stated"
    INFERRED = "inferred", "Our reading"
    OUTSIDE = "outside", "Outside the two documents"
    CONFIRMED = "confirmed", "Confirmed by the institution"


class SourceKind(models.TextChoices):
    DOCUMENT = "document", "document"
    WEB_PAGE = "web-page", "web page"
    CONFIRMATION = "confirmation", "confirmation by an institution"
    IMPORTED_FILE = "imported-file", "imported file"


class Topic(models.TextChoices):
    """What a statement is about."""

    DEFINITION = "definition", "What microcredentials are"
    STACKING = "stacking", "Stacking and credit"
    WORK = "work", "Work and skills"
    FUNDING = "funding", "Money"
    PROGRAM = "program", "About a program"
    INSTITUTION = "institution", "About an institution"
    TIMELINE = "timeline", "When things happened"


class DisagreementKind(models.TextChoices):
    CONFLICT = "conflict", "sources disagree"
    WORDING = "wording", "different words"
    NOTE = "note", "note"
