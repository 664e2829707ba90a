"""Text turned into plain words: folded, cut, stemmed. The same for entries and visitors. Nothing is matched here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from Stemmer import Stemmer

# Stand among the words where a line or a text ends: what follows is no neighbour of what comes before.
LINE, END = "|", "~"

# Letters that no decomposition turns into plain ones, as in the names of First Nations languages.
_LETTERS = str.maketrans(
    {
        "ł": "l", "ɬ": "l", "ə": "e", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "θ": "th", "χ": "x", "λ": "l", "ʔ": "",
        "ɂ": "", "ʕ": "", "'": "", "\u2018": "", "\u2019": "", "\u02bc": "", "\u02bb": "", "`": "", "\u201b": "",
        "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": " ", "\u2212": "-",
    }
)  # fmt: skip
# Accents of the Latin alphabet; other combining signs are looked up one by one.
_ACCENTS = re.compile("[\u0300-\u036f]+")
_FAR = re.compile("[\u0370-\u1fff\u2070-\U0010ffff]")
_THOUSANDS = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
# Plain letters and the signs that may hold a word together; all other ASCII is space.
_HOLDING = "-.&+#"
_ASCII = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in _HOLDING}
_ASCII |= {ord("\n"): LINE, 0: END}

# A word, or several held together by hyphens, points or an ampersand: clean-tech, D3.js, B.C.I.T., R&D; C++, C#, .NET
_WORD = re.compile(r"(?:(?<![\w.])\.(?=[a-z]))?[^\W_]+(?:[-.&][^\W_]+)*(?:\+\+|#)?")
_RUNS = re.compile(r"[^\W\d_]{3,}|\d+")
_PIECES = re.compile(r"[^\W_]+(?:\+\+|#)?")

_INFLECTIONS = (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ss", "ss"), ("s", ""), ("ing", ""), ("ed", ""))


def fold(text: str) -> str:
    """Lower case without accents, apostrophes and invisible characters; micro-credential is one word."""
    if text.isascii():
        text = text.lower()
        if "'" in text or "`" in text:
            text = text.replace("'", "").replace("`", "")
    else:
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
        if _FAR.search(text):
            text = "".join(letter for letter in text if not unicodedata.combining(letter))
        text = text.casefold().translate(_LETTERS)
    if "," in text:
        text = _THOUSANDS.sub("", text)
    if "micro" in text:
        text = text.replace("micro-credential", "microcredential").replace("micro credential", "microcredential")
    return text


def cut(text: str) -> list[str]:
    """Words of a folded text, those held together still whole, and the ends of its lines."""
    return [word for written in roughly_cut(text) for word in whole_words(written)]


def roughly_cut(text: str) -> list[str]:
    """The same as fast as can be: `whole_words` makes words of each."""
    if not text.isascii():
        lines = (_WORD.findall(line) for line in text.split("\n"))
        return [word for line in lines for word in (*line, LINE)][:-1]
    return _spaced(text).removesuffix(".").split()


def cut_each(texts: list[str]) -> list[list[str]]:
    """What `roughly_cut` makes of each text once it is folded. Plain texts are folded all at once."""
    plain = [text for text in texts if text.isascii()]
    together = "\0".join([*plain, ""])
    if together.count("\0") != len(plain):
        together = "\0".join([text.replace("\0", " ") for text in (*plain, "")])
    cut = [text.split() for text in _spaced(fold(together)).split(END)[:-1]]
    if len(plain) == len(texts):
        return cut
    following = iter(cut)
    return [next(following) if text.isascii() else roughly_cut(fold(text)) for text in texts]


def _spaced(text: str) -> str:
    """A folded plain text with spaces where words end, and around the ends of lines."""
    text = text.translate(_ASCII)
    for end in (LINE, END):
        if end in text:
            text = text.replace(end, f" {end} ")
    return text.replace(". ", " ")


def whole_words(written: str) -> list[str]:
    return [written] if written.isalnum() or written in (LINE, END) else _WORD.findall(written)


def pieces(word: str) -> list[str]:
    """What a word held together by hyphens or points consists of; the word itself where nothing holds it together."""
    return [word] if word.isalnum() else _PIECES.findall(word)


def other_ways(word: str, parts: list[str]) -> Iterator[str]:
    """What the same word may be written as, beside its pieces."""
    if len(parts) > 1:
        yield "".join(parts)
    if word.startswith("."):
        yield word
    for part in parts:
        if not part.isalnum():
            yield part.rstrip("+#")
        elif not part.isalpha() and not part.isdigit():
            yield from (run for run in _RUNS.findall(part) if run != part)


def words(text: str) -> Iterator[str]:
    """Folded words; of a hyphenated one its parts and the whole without hyphens, so that each finds it."""
    for word in cut(fold(text)):
        if word != LINE:
            parts = pieces(word)
            yield from parts
            yield from other_ways(word, parts)


def sort_key(text: str) -> str:
    """Orders titles as a reader would, the same on every database."""
    folded = fold(text)
    words = folded.split(" ")
    if folded.isascii() and "".join(words).isalnum():
        return " ".join(filter(None, words))  # most are, and are cut already
    return " ".join(word for word in cut(folded) if word != LINE)


@lru_cache(maxsize=1 << 14)
def base(word: str) -> str:
    """A word without its inflection: «managers» and «manager» have one base, «management» has another."""
    for ending, instead in _INFLECTIONS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word.removesuffix("e")


# No English word is longer; what visitors type may be, and is not worth remembering.
_LONGEST_WORD = 30


def stem(word: str) -> str:
    return _stem(word) if len(word) <= _LONGEST_WORD else word


@lru_cache(maxsize=1 << 15)
def _stem(word: str) -> str:
    # A stemmer of its own for each word: one instance keeps the word in hand and would mix up two threads.
    return Stemmer("english", 0).stemWord(word)
