"""The forms on the way of a spreadsheet: the file, what its columns are, what its unknown words stand for."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from catalogue.exchange.incoming.answering import COLUMNS, KINDS, NOUNS, Namesakes, make_new, words_of
from catalogue.exchange.incoming.holdings import Names
from catalogue.exchange.incoming.misread import Misread
from catalogue.exchange.incoming.words import plain
from catalogue.exchange.spreadsheets import Limits
from catalogue.models import Import, NamedKind
from catalogue.rights import may_add
from institutions.models import Institution
from institutions.records import Record

_LARGEST = Limits().file_bytes
_MOST_ASKED = 50  # words on one page: those in most rows come first
_FIXED = (
    "The words of this column are a fixed list, because filters and files stand on them. Take the nearest one, or leave"
    " this word out: the entry can still say it in its summary."
)
_KINDS = (
    "Filters and counts stand on the kinds of this site. A new name is kept beside the kind that you choose, and"
    " visitors read both."
)
LEAVE_OUT, MAKE_NEW, IS = "out", "new", "is:"
_NEW_KIND = f"{MAKE_NEW}:"  # and one of our kinds


class UploadForm(forms.Form):
    file = forms.FileField(label="The file", help_text="CSV or .xlsx, up to 32 megabytes and 100,000 rows.")
    institution = forms.CharField(
        required=False,
        max_length=200,
        label="Whose file is it?",
        help_text="A school that is here. What you answer about its columns and words is kept for its next file.",
        widget=forms.TextInput(attrs={"list": "names-institution", "class": "vTextField"}),
    )

    @property
    def lists(self) -> dict[str, list[str]]:
        return {"names-institution": Namesakes(Institution).names}

    def clean_institution(self) -> Institution | None:
        """By any of its names, as in a cell of the file."""
        name = self.cleaned_data["institution"]
        try:
            return Names("institution", Institution.objects.all()).find(name) if name else None
        except Misread as problem:
            raise ValidationError(f"{problem.reason} {problem.remedy or 'Choose one, or leave this empty.'}") from None

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > _LARGEST:
            raise ValidationError(f"It has more than {_LARGEST // 2**20} megabytes. Split it into smaller files.")
        return file

    @property
    def file_name(self) -> str:
        return PurePath(self.cleaned_data["file"].name).name[:200]


class ColumnsForm(forms.Form):
    """For each heading of the file the column of ours that it is taken for."""

    def __init__(self, job: Import, data: Any = None) -> None:
        super().__init__(data)
        self._headings = [*{each["heading"]: each for each in reversed(job.columns)}.values()][::-1]
        choices = [("", "leave it out"), *((name, name) for name in COLUMNS)]
        for number, each in enumerate(self._headings):
            field = forms.ChoiceField(choices=choices, required=False, label=each["heading"], initial=each["name"])
            field.help_text = "; ".join(each["samples"])
            self.fields[f"column-{number}"] = field

    def clean(self) -> None:
        taken = [name for name in self.cleaned_data.values() if name]
        if twice := next((name for name in taken if taken.count(name) > 1), ""):
            raise ValidationError(f"Two columns are both taken for “{twice}”. Choose one of them.")

    @property
    def mapping(self) -> dict[str, str]:
        return {each["heading"]: self.cleaned_data[f"column-{n}"] for n, each in enumerate(self._headings)}


class WordsForm(forms.Form):
    """For each word that means nothing here what it stands for: one of ours, a new one, or nothing."""

    def __init__(self, job: Import, user: Any, data: Any = None) -> None:
        super().__init__(data)
        self._answers = job.answers
        found = [(-rows, column, word) for column, words in job.unknown.items() for word, rows in words.items()]
        self._asked = [(column, word) for _, column, word in sorted(found)][:_MOST_ASKED]
        self._left = sum(map(len, job.unknown.values())) - len(self._asked)
        self.namesakes = {name: Namesakes(noun) for name, noun in NOUNS.items() if name in job.unknown}
        self._named_kinds = Namesakes(NamedKind).records if KINDS in job.unknown else {}
        for number, (column, word) in enumerate(self._asked):
            rows = job.unknown[column][word]
            choices = [*self._choices(column, word, user)]
            label = f"{column}: “{word}” ({rows} {'row' if rows == 1 else 'rows'})"
            said = "" if column in NOUNS else _KINDS if column == KINDS else _FIXED
            self.fields[f"word-{number}"] = forms.ChoiceField(
                choices=choices, required=False, label=label, help_text=said
            )
            if column in NOUNS:
                other = forms.CharField(
                    required=False, max_length=200, label=f"Another name that is here, for “{word}”"
                )
                other.widget.attrs["list"] = self.list_of(column)
                self.fields[f"other-{number}"] = other

    @staticmethod
    def list_of(column: str) -> str:
        return f"names-{NOUNS[column]._meta.model_name}"

    @property
    def lists(self) -> dict[str, list[str]]:
        """The names that a browser offers while one types."""
        return {self.list_of(column): each.names for column, each in self.namesakes.items()}

    @property
    def left(self) -> int:
        """How many words are asked about once these are answered."""
        return self._left

    def _choices(self, column: str, word: str, user: Any) -> Any:
        yield "", "not decided: its rows are refused"
        yield LEAVE_OUT, "leave the word out"
        if noun := NOUNS.get(column):
            yield from ((f"{IS}{key}", f"it is {name}") for key, name in self.namesakes[column].near(word))
            if _may_make(user, noun):
                yield MAKE_NEW, "add it here as a new one"
        else:
            yield from ((f"{IS}{code}", f"it is {label}") for code, label in words_of(column))
        if column == KINDS:
            yield from ((f"{IS}{key}", f"it is {named.name}") for key, named in self._named_kinds.items())
            if _may_make(user, NamedKind):
                kinds = [(f"{_NEW_KIND}{code}", f"new, a kind of: {label}") for code, label in words_of(column)]
                yield f"Add “{word}” here as a new name", kinds

    @staticmethod
    def _read_as(column: str, word: str, chosen: str) -> str:
        """What a word is read as from now on: a key or a code, or nothing. Makes it where it is new."""
        if chosen == LEAVE_OUT:
            return ""
        if chosen == MAKE_NEW or chosen.startswith(_NEW_KIND):
            return make_new(column, word, chosen.removeprefix(_NEW_KIND)).key
        return chosen.removeprefix(IS)

    def clean(self) -> None:
        for number, (column, _) in enumerate(self._asked):
            other = self.cleaned_data.get(f"other-{number}")
            if other and not self.namesakes[column].key_of(other):
                self.add_error(f"other-{number}", "Nothing here has exactly this name.")

    def answers(self) -> dict[str, dict[str, str]]:
        """All answers so far, with these. Makes what is to be made; raises ValidationError where that is refused."""
        given = {column: {**words} for column, words in self._answers.items()}
        made: dict[tuple[str, str, str], str] = {}  # words that differ only in signs are one name
        for number, (column, word) in enumerate(self._asked):
            chosen, other = self.cleaned_data[f"word-{number}"], self.cleaned_data.get(f"other-{number}")
            if other:
                given.setdefault(column, {})[word] = self.namesakes[column].key_of(other)
            elif chosen:
                answer = (column, plain(word), chosen)
                made[answer] = made.get(answer) or self._read_as(column, word, chosen)
                given.setdefault(column, {})[word] = made[answer]
        return given


def _may_make(user: Any, noun: type[Record]) -> bool:
    return user.has_perm(f"{noun._meta.app_label}.add_{noun._meta.model_name}") and may_add(user, noun)
