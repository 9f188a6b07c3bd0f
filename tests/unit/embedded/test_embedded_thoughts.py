import pytest

from app.embedded.thoughts import without_thoughts


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Plain.", "Plain."),
        ("<think>So.</think>\n\nYes.", "Yes."),
        ("  <THINK>\nSo.\n\nOr so.\n</THINK>\nYes.", "Yes."),
        ("<think>a</think>Let me see.\n\n<think>b</think>Yes.", "Let me see.\n\nYes."),
        ("<think>It was stopped", ""),
        ("Models write `<think>` before they answer.", "Models write `<think>` before they answer."),
    ],
)
def test_what_a_model_thought_is_taken_out_of_what_it_said(answer, said):
    assert without_thoughts(answer) == said
