"""What a person types on the workbench."""

from encaisse.workbench.forms.calls import CallForm
from encaisse.workbench.forms.common import AlsoForm, AlsoForms, also_form
from encaisse.workbench.forms.contacts import ContactForm, HealthForm
from encaisse.workbench.forms.fields import (
    CATEGORIES,
    LONGEST_NOTE,
    TWO,
    Ids,
    Instant,
    Names,
    amount,
    choices_of,
    contested_choices,
    dispute_reasons,
    given,
    reason_choices,
    ticked,
)
from encaisse.workbench.forms.gestures import AnswerForm, CloseForm, DisputeForm, HoldForm, InstructionForm, PromiseForm
from encaisse.workbench.forms.lists import FilterForm
from encaisse.workbench.forms.notes import FilesField, NoteForm
from encaisse.workbench.forms.portfolio import (
    AssignForm,
    BulkForm,
    BulkHoldForm,
    CloseDayForm,
    PortfolioForm,
    ReviewForm,
    SaveViewForm,
)
from encaisse.workbench.forms.qualify import DOCUMENT_OF_CUSTOMER, QualifyForm

__all__ = [
    "CATEGORIES",
    "DOCUMENT_OF_CUSTOMER",
    "LONGEST_NOTE",
    "TWO",
    "AlsoForm",
    "AlsoForms",
    "AnswerForm",
    "AssignForm",
    "BulkForm",
    "BulkHoldForm",
    "CallForm",
    "CloseDayForm",
    "CloseForm",
    "ContactForm",
    "DisputeForm",
    "FilesField",
    "FilterForm",
    "HealthForm",
    "HoldForm",
    "Ids",
    "Instant",
    "InstructionForm",
    "Names",
    "NoteForm",
    "PortfolioForm",
    "PromiseForm",
    "QualifyForm",
    "ReviewForm",
    "SaveViewForm",
    "also_form",
    "amount",
    "choices_of",
    "contested_choices",
    "dispute_reasons",
    "given",
    "reason_choices",
    "ticked",
]
