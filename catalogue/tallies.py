"""How much is known of all offerings at once, by question and by school. Counted by the database, not one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet

from .coverage import FIRM, QUESTIONS, Answer, Differing, Question, counted_entries, unanswered
from .models import Citation, Claim
from .models.vocabulary import Basis, Role

Tally = dict[Answer, int]
# By school, or None, and the name of a question: what was counted.
Rows = Iterator[tuple[int | None, str, dict[str, int]]]
# The school that runs an offering, as it is reached from there.
_SCHOOL, _ROLE = "participations__institution", "participations__role__in"
# How many offerings answer; of those without a conflict, with sources how firm; and with a conflict.
_COUNTED = ("answered", "firm", "ours", "sourced", "differ")


def tallies(differing: Differing) -> dict[str, Tally]:
    """For each question how the answers of all public offerings stand."""
    size = counted_entries().count()
    return {name: _with_silence(tally, size) for (_school, name), tally in _counts(differing).items()}


def tallies_by_school(differing: Differing) -> dict[int, tuple[int, Tally]]:
    """For each school how many offerings it runs, and how all their answers stand."""
    sizes = dict(
        counted_entries()
        .filter(**{_ROLE: Role.providing()}, **{f"{_SCHOOL}__isnull": False})
        .values_list(_SCHOOL)
        .annotate(Count("pk", distinct=True))
    )
    sums: dict[int, Tally] = {school: dict.fromkeys(Answer, 0) for school in sizes}
    for (school, _name), tally in _counts(differing, by_school=True).items():
        for answer, count in tally.items():
            sums[school][answer] += count
    return {school: (sizes[school], _with_silence(sums[school], sizes[school] * len(QUESTIONS))) for school in sizes}


def _with_silence(tally: Tally, size: int) -> Tally:
    answered = sum(tally.values())
    return {**tally, Answer.NOT_STATED: size - answered}


def _counts(differing: Differing, by_school: bool = False) -> dict[tuple[int | None, str], Tally]:
    """By school, or None, and question. One query a table for all that is asked of it, however many offerings."""
    counts: dict[tuple[int | None, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(_COUNTED, 0))
    for school, name, more in [*_field_rows(differing, by_school), *_claim_rows(differing, by_school)]:
        counts[school, name].update(more)
    return {key: _tally(**counted) for key, counted in counts.items()}


def _tally(answered: int, firm: int, ours: int, sourced: int, differ: int) -> Tally:
    return {
        Answer.STATED: firm,
        Answer.OURS: ours - firm,
        Answer.OUTSIDE: sourced - ours,
        Answer.UNSOURCED: answered - differ - sourced,
        Answer.DIFFERS: differ,
        Answer.NOT_STATED: 0,
    }


def _field_rows(differing: Differing, by_school: bool) -> Rows:
    """Apart from each other, because joined they would make a row of every pair: the answers and their citations."""
    counts, cited = {}, Q()
    for question in QUESTIONS:
        if question.claim is None:
            given, conflict = ~unanswered(question.name), Q(pk__in=differing.of(question))
            counts |= _named(question, answered=_offerings("pk", given), differ=_offerings("pk", given & conflict))
            without = Q(microcredential__in=differing.of(question)) | unanswered(question.name, "microcredential__")
            cited |= Q(field=question.name) & ~without
    yield from _by_question(counted_entries(), "", counts, by_school)
    citations = Citation.objects.current().filter(cited, microcredential__in=counted_entries()).order_by()
    citations, school = _at_schools(citations, "microcredential__", by_school)
    for row in citations.values(*school, "field").annotate(**_grounds("microcredential", "basis", Q())):
        yield row.pop(*school) if school else None, row.pop("field"), row


def _claim_rows(differing: Differing, by_school: bool) -> Rows:
    tables: dict[type[Claim], list[Question]] = defaultdict(list)
    for question in QUESTIONS:
        if question.claim:
            tables[question.claim].append(question)
    for table, questions in tables.items():
        counts = {}
        for question in questions:
            about, conflict = Q(**question.where), Q(microcredential__in=differing.of(question))
            current = about & Q(citations__superseded_by__isnull=True) & ~conflict
            counts |= _named(
                question,
                answered=_offerings("microcredential", about),
                differ=_offerings("microcredential", about & conflict),
                **_grounds("microcredential", "citations__basis", current),
            )
        claims = table.objects.filter(microcredential__in=counted_entries()).order_by()
        yield from _by_question(claims, "microcredential__", counts, by_school)


def _offerings(entry: str, which: Q) -> Count:
    return Count(entry, distinct=True, filter=which)


def _grounds(entry: str, basis: str, which: Q) -> dict[str, Count]:
    """How many offerings rest on a source that says it, on one or our reading, on any."""
    bases = {"firm": FIRM, "ours": (*FIRM, Basis.INFERRED), "sourced": tuple(Basis)}
    return {name: _offerings(entry, which & Q(**{f"{basis}__in": some})) for name, some in bases.items()}


def _named(question: Question, **counts: Count) -> dict[str, Count]:
    return {f"{question.name}-{name}": count for name, count in counts.items()}


def _at_schools(records: QuerySet, path: str, by_school: bool) -> tuple[QuerySet, list[str]]:
    """The records once for each school that runs their offering, and the column that tells which; or as they are."""
    if not by_school:
        return records, []
    school = f"{path}{_SCHOOL}"
    return records.filter(**{f"{path}{_ROLE}": Role.providing(), f"{school}__isnull": False}), [school]


def _by_question(records: QuerySet, path: str, counts: dict[str, Count], by_school: bool) -> Rows:
    records, school = _at_schools(records, path, by_school)
    rows = records.values(*school).annotate(**counts) if school else [records.aggregate(**counts)]
    for row in rows:
        pk = row.pop(*school) if school else None
        for name, count in row.items():
            question, counted = name.split("-")
            yield pk, question, {counted: count}
