"""The pages of sources: each with all that was drawn from it, paragraph by paragraph, and what was left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.coverage import QUESTIONS, answered_by
from catalogue.models import Citation, Disagreement, DisagreementSide, Microcredential, Source
from catalogue.models.vocabulary import Basis, SourceKind
from institutions.dates import in_words

from .asking import unknown
from .cited import CitedPage, conflicts_about
from .groups import group_pages
from .kept import NOT_KEPT, kept
from .mentions import Mention, Mentions, owner, value_words
from .notes import BasisLook
from .source_pages import Asked, DrawnFrom, canonical, parse

_HEADINGS = {
    SourceKind.DOCUMENT: gettext_lazy("The documents"),
    SourceKind.CONFIRMATION: gettext_lazy("Words from the schools"),
    SourceKind.WEB_PAGE: gettext_lazy("Web pages"),
    SourceKind.IMPORTED_FILE: gettext_lazy("Lists and files from outside the documents"),
}


@dataclass(frozen=True)
class Listed:
    """A source, and how many facts and statements are drawn from it."""

    source: Source
    count: int


@dataclass(frozen=True)
class SourceGroup:
    """Sources of one kind."""

    heading: str
    listed: list[Listed]


@dataclass(frozen=True)
class Drawn:
    """One fact or statement drawn from a source: which value or who speaks, the words, and a remark on a statement."""

    label: str
    text: str
    remark: str
    basis: BasisLook
    replaced: str
    needs_look: bool


@dataclass(frozen=True)
class Told:
    """What was drawn about one thing, or about several at once."""

    about: tuple[Mention, ...]
    drawn: list[Drawn]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with what was drawn from it, or a run of paragraphs from which nothing was.

    `first` and `last` are None for what a source says as a whole.
    """

    first: int | None
    last: int | None
    told: list[Told]

    @property
    def count(self) -> int:
        return sum(len(each.drawn) for each in self.told)

    @property
    def about(self) -> list[Mention]:
        """What it speaks of, each thing once."""
        return list(dict.fromkeys(mention for each in self.told for mention in each.about))


@kept()
def listing(request: HttpRequest) -> HttpResponse:
    counts = dict(Citation.objects.public().order_by().values_list("source").annotate(Count("pk")))
    by_kind = defaultdict(list)
    for source in Source.objects.public().order_by("short_title", "pk"):
        by_kind[source.kind].append(Listed(source, counts.get(source.pk, 0)))
    groups = [SourceGroup(heading, by_kind[kind]) for kind, heading in _HEADINGS.items() if by_kind[kind]]
    return render(request, "sources/list.html", {"trail": [], "groups": groups})


@kept(canonical)
def detail(request: HttpRequest, key: str) -> HttpResponse:
    source = get_object_or_404(Source.objects.public().select_related("institution"), key=key)
    asked, problems = parse(request.GET)
    drawn = DrawnFrom(source)
    if asked.row:
        page = drawn.page_with(asked.row)
        return redirect(f"{source.get_absolute_url()}?page={page}" if page > 1 else source)
    if asked.page > drawn.pages:
        problems.append(unknown("page", str(asked.page)))
        asked = Asked()
    response = render(request, "sources/detail.html", {"problems": problems, **_page(source, drawn, asked.page)})
    if problems:
        response["Cache-Control"] = NOT_KEPT
    return response


def _page(source: Source, drawn: DrawnFrom, number: int) -> dict[str, Any]:
    citations = drawn.read(number)
    by_number, mentions = _drawn_by_paragraph(citations, _disputed(citations))
    paragraphs = _in_order(source, by_number)
    left_out = [each for each in paragraphs if not each.told]
    page = CitedPage(conflicts_about(Q(pk__in=[citation.pk for citation in citations])))
    return {
        "source": source,
        "trail": [(_("Sources"), reverse("sources"))],
        "about": _about(source),
        "paragraphs": paragraphs,
        "count": drawn.count,
        "grounds": _grounds(drawn.by_basis),
        "programs": mentions,
        "silent": _silent(source, citations),
        "left_out": left_out,
        "left_out_count": sum(each.last - each.first + 1 for each in left_out),
        "conflicts": page.conflicts(),
        "notes": page.notes.all,
        "page": number,
        **drawn.pages_beside(number),
    }


def _about(source: Source) -> list[tuple[str, str]]:
    """What a source says of itself; a document that does not say it is shown to be silent."""
    read = in_words(source.read_on.isoformat()) if source.read_on else ""
    read_on = [(_("Read or heard on"), read)] if read else []
    if source.kind == SourceKind.CONFIRMATION:
        who, role = (_("Who said it"), source.confirmed_by), (_("Role"), source.confirmed_role)
        return [who, role, (_("School"), source.institution.name), *read_on]
    kind = str(source.get_kind_display())
    return [
        (_("What it is"), kind[:1].upper() + kind[1:]),
        (_("Publisher"), source.publisher),
        (_("Date"), in_words(source.dated)),
        (_("Address"), source.address),
        *read_on,
    ]


def _disputed(citations: list[Citation]) -> set[int]:
    """Those of the citations that another contradicts."""
    conflicts = Disagreement.objects.conflicts()
    sides = DisagreementSide.objects.filter(disagreement__in=conflicts, citation__in=citations)
    return set(sides.values_list("citation", flat=True))


def _drawn_by_paragraph(
    citations: list[Citation], disputed: set[int]
) -> tuple[dict[int | None, list[Told]], list[Mention]]:
    """What was drawn from each paragraph, and the offerings and parts that it speaks of, by title."""
    mentions = Mentions(group_pages())
    found: dict[int | None, dict[tuple[Mention, ...], list[Drawn]]] = defaultdict(dict)
    programs: set[Mention] = set()
    for citation in citations:
        about = mentions.of(citation)
        found[citation.paragraph].setdefault(about, []).append(_drawn(citation, citation.pk in disputed))
        if isinstance(owner(citation), Microcredential):
            programs.update(about)
    told = {number: [Told(*each) for each in some.items()] for number, some in found.items()}
    return told, sorted(programs, key=lambda mention: mention.title)


def _grounds(by_basis: Mapping[str, int]) -> list[tuple[str, int]]:
    """How many facts stand on which ground, those that do not occur left out."""
    labels = {
        Basis.STATED: _("stated"),
        Basis.INFERRED: _("our reading"),
        Basis.OUTSIDE: _("outside the two documents"),
        Basis.CONFIRMED: _("confirmed by the school"),
    }
    return [(label, by_basis[basis]) for basis, label in labels.items() if basis in by_basis]


def _silent(source: Source, citations: list[Citation]) -> list[str]:
    """The questions about programs that a document answers for none of them."""
    if source.kind != SourceKind.DOCUMENT:
        return []
    answered = set(map(answered_by, citations))
    return [str(question.label) for question in QUESTIONS if question.name not in answered]


def _in_order(source: Source, by_number: dict[int | None, list[Told]]) -> list[Paragraph]:
    """First what the source says as a whole, then its paragraphs, with the gaps where nothing was taken."""
    paragraphs = [Paragraph(None, None, by_number[None])] if None in by_number else []
    expected = 1
    for number in [*sorted(filter(None, by_number)), (source.paragraphs or 0) + 1]:
        if source.paragraphs and number > expected:
            paragraphs.append(Paragraph(expected, number - 1, []))
        if number in by_number:
            paragraphs.append(Paragraph(number, number, by_number[number]))
        expected = max(expected, number + 1)
    return paragraphs


def _drawn(citation: Citation, is_disputed: bool) -> Drawn:
    statement = citation.statement
    who = ", ".join(filter(None, (statement.said_by, statement.said_role))) if statement else ""
    return Drawn(
        label=who if statement else value_words(citation, is_disputed),
        text=statement.text if statement else citation.says,
        remark=citation.says if statement else "",
        basis=BasisLook.of(citation),
        replaced=citation.superseded_by.source.short_title if citation.superseded_by else "",
        needs_look=citation.needs_look,
    )
