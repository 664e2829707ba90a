"""The text of all entries, ready to be searched: `TextIndex`. How it is stored, asked and matched is told elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, partial

from . import bits
from .asking import Asked, ask, query_words
from .fields import WEIGHTS
from .folding import fold, sort_key, stem, words
from .lookup import Lookup, Synonyms
from .matching import Match
from .postings import Document, Postings
from .spelling import Spelling

__all__ = ["WEIGHTS", "TextIndex", "fold", "query_words", "sort_key", "stem", "words"]


class TextIndex:
    """Which entries hold which word in which field. Never changed after it is made: `changed` makes another one."""

    def __init__(self, numbered: Iterable[tuple[int, Document]], size: int, synonyms: Synonyms = ()) -> None:
        """From documents in any order, each with the number of its entry."""
        self._take(Postings(numbered, size), {}, synonyms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TextIndex) and self.state() == other.state()

    __hash__ = None

    def state(self) -> tuple[object, ...]:
        """All that is known here, to compare."""
        return self._postings.state(), self._forms, self._synonyms

    @property
    def count_of_words(self) -> int:
        """How many different words the entries have."""
        return len(self._postings.vocabulary)

    def changed(
        self,
        step: bits.Renumbering,
        size: int,
        documents: Mapping[int, Document],
        synonyms: Synonyms | None = None,
    ) -> TextIndex:
        """The index after a step: of all entries, only the documents of those that it adds are read."""
        changed = TextIndex((), 0)
        postings = self._postings.changed(step, size, documents)
        changed._take(postings, self._forms, self._synonyms if synonyms is None else synonyms)
        return changed

    def match(self, text: str, as_typed: bool = False) -> Match:
        """Entries that hold all the words, in any fields; the last word may be unfinished."""
        asked = ask(text)
        match = self._match(asked)
        if as_typed or match.hits or not asked.wanted:
            return match
        corrected = self._spelling.corrected(asked, match.covers, match.allowed)
        better = self._match(ask(corrected), corrected) if corrected else match
        return better if better.hits else match

    def _match(self, asked: Asked, corrected: str = "") -> Match:
        allowed = self._everything & ~self._lookup.unwanted(asked)
        covers = self._lookup.covers(asked)
        return Match(covers, allowed, partial(self._lookup.closeness, asked, covers), corrected)

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self._lookup)

    def _take(self, postings: Postings, forms: Mapping[str, tuple[str, ...]], synonyms: Synonyms) -> None:
        self._postings = postings
        self._forms = _forms(postings.held, forms)
        self._synonyms = synonyms
        self._everything = (1 << postings.size) - 1
        self._lookup = Lookup(postings, self._forms, synonyms)


def _forms(held: Mapping[str, object], known: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The words of each stem, made from those known for other entries."""
    before = {word for words in known.values() for word in words}
    forms = dict(known)
    for word in before - held.keys():
        left = tuple(each for each in forms.pop(stem(word)) if each != word)
        forms |= {stem(word): left} if left else {}
    for word in sorted(held.keys() - before):
        forms[stem(word)] = tuple(sorted((*forms.get(stem(word), ()), word)))
    return forms
