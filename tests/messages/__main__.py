"""Brings `locale/` up to date: new texts are added without a translation, those that nobody marks any more go."""

from tests.messages import files
from tests.messages.collecting import collected

catalogue = files.french()
before = {(message.context, message.id): message.string for message in catalogue}
catalogue.update(collected(), no_fuzzy_matching=True)
for message in catalogue:
    if (
        message.context,
        message.id,
    ) in before:  # word for word: Babel doubts what it finds marked both with and without a plural
        message.string = before[message.context, message.id]
        message.flags.discard("fuzzy")
files.FOLDER.mkdir(parents=True, exist_ok=True)
files.EDITED.write_bytes(files.as_edited(catalogue))
files.READ.write_bytes(files.as_read(files.french()))
missing = sum(files.is_missing(message) for message in catalogue if message.id)
print(f"{len(catalogue)} texts, {missing} of them without a translation in {files.EDITED}")
