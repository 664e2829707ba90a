"""The nouns of the catalogue, one a module. Institutions and money live in their own apps."""

from .attempt import SignInAttempt
from .backup import Backup
from .claims import Claim, Participation, Recognition
from .disagreement import Disagreement, DisagreementSide
from .edition import Edition, EditionFile, FilePiece, StoredFile
from .former_slug import FormerSlug
from .fruitless import FruitlessSearch
from .group import Group
from .incoming import Import, ImportRow, ImportState, Outcome
from .limit import InstitutionLimit
from .link import CheckedLink
from .measure import Measure
from .microcredential import Microcredential
from .named_kind import NamedKind
from .not_duplicate import NotDuplicate
from .proposal import Proposal, ProposalState
from .second_step import SecondStep, SignOnIdentity, StepKind
from .sector import Audience, Sector
from .sign_in_letter import SignInLetter
from .source import CLAIMS, SUBJECTS, Citation, Source
from .statement import ABOUT, Statement, StatementSubject
from .suggestion import Suggestion, SuggestionSent, SuggestionState
from .synonym import Synonym
from .tags import AudienceTag, FundingLink, Membership, SectorTag
from .undo_job import UndoJob, UndoState

__all__ = [
    "ABOUT",
    "CLAIMS",
    "SUBJECTS",
    "Audience",
    "AudienceTag",
    "Backup",
    "CheckedLink",
    "Citation",
    "Claim",
    "Disagreement",
    "DisagreementSide",
    "Edition",
    "EditionFile",
    "FilePiece",
    "FormerSlug",
    "FruitlessSearch",
    "FundingLink",
    "Group",
    "Import",
    "ImportRow",
    "ImportState",
    "InstitutionLimit",
    "Measure",
    "Membership",
    "Microcredential",
    "NamedKind",
    "NotDuplicate",
    "Outcome",
    "Participation",
    "Proposal",
    "ProposalState",
    "Recognition",
    "SecondStep",
    "Sector",
    "SectorTag",
    "SignInAttempt",
    "SignInLetter",
    "SignOnIdentity",
    "Source",
    "Statement",
    "StatementSubject",
    "StepKind",
    "StoredFile",
    "Suggestion",
    "SuggestionSent",
    "SuggestionState",
    "Synonym",
    "UndoJob",
    "UndoState",
]
