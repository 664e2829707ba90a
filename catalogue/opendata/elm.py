"""The European Learning Model: which of our values have a term there. A table and no export, and why is in it."""

from __future__ import annotations

from .mapping import Rule, Standard

RULES = (
    Rule("key", "adms:identifier", "It takes the name of whoever gave it, too."),
    Rule("title", "dc:title"),
    Rule("other_titles", "skos:altLabel"),
    Rule("summary", "dc:description", "These are our words."),
    Rule("address", "elm:supplementaryDocument", "A web page about it."),
    Rule("web_address", "foaf:homepage"),
    Rule("kind", "dc:type", "A word of a list of the European Union. Ours are those of the sources."),
    Rule("participations", "elm:providedBy", "Only who runs it."),
    Rule("participations", "elm:awardingBody", "Who is said to award it. Others who take part have no term."),
    Rule("language", "dc:language", "A code of a language. Sources write its name."),
    Rule("level", "elm:educationLevel", "A level of a known framework. Sources name none."),
    Rule("delivery", "elm:mode", "A word of a list of the European Union, which has all three of ours."),
    Rule("skills", "elm:learningOutcomeSummary", "As one text. Single outcomes need more than a line each."),
    Rule("assessed", "elm:provenBy", "It takes a described exam, not a yes or no."),
    Rule("entry_requirements", "elm:entryRequirement"),
    Rule("place_taught", "elm:location", "It takes an address. Sources name a place."),
    Rule("measures", "elm:creditPoint", "A number and its system. Sources do not name the system."),
    Rule("measures", "elm:maximumDuration", "The longest time, in months. Sources state how long it usually takes."),
    Rule("measures", "elm:volumeOfLearning", "Hours of work. Sources mostly state weeks or courses."),
    Rule("topics", "elm:educationSubject", "That they are our reading is lost."),
    Rule("parts", "elm:hasPart"),
    Rule("recognitions", "elm:entitlesTo", "What it opens the way to. How firmly is lost, and so is “not yet”."),
    Rule("application_deadline", "", "A term of a single run, which no source states."),
    Rule("audience", "elm:targetGroup", "A word of a list. Ours is a sentence."),
    Rule("audiences", "elm:targetGroup", "A word of a list, which has other groups than ours."),
    Rule("pace", "", "There is no term for one’s own pace."),
    Rule("availability", "", "There is no term for what a guide said, and when."),
    Rule("availability_as_of", "", "It belongs to the value before."),
    Rule("availability_words", "", "It belongs to the value before."),
    Rule("last_verified", "", "There is no term for a check with the school."),
    Rule("funding", "", "There is no term for public money behind a program."),
    Rule("groups", "", "What is said of a group need not hold for each program in it."),
    Rule("statements", "elm:additionalNote", "As plain text: who says it is lost."),
    Rule("disagreements", "", "There is no term for sources that differ."),
    Rule("sources", "", "There is no term for the source of one value."),
)

STANDARD = Standard(
    "elm",
    "European Learning Model",
    "https://europa.eu/europass/elm-browser/index.html",
    "A table only. The model asks for learning outcomes and a legal number of the school. No entry has both.",
    RULES,
)
