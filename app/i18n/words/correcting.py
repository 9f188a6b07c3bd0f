"""Correcting an answer of the app's, which keeps the correction."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CorrectingWords:
    correct: str
    correct_title: str
    correct_note: str
    correct_again: str
    correct_question: str
    correct_answer: str
    correct_lasting: str
    correct_with: str
    corrected: str
    corrected_unused: str
    corrected_by: str
    corrected_before: str
    correct_cannot: str
    correct_forbidden: str
    correct_bad: str
