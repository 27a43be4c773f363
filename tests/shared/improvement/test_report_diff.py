"""The difference of two prompts, as pieces to read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.improvement.report_diff import Piece, diff_texts, unified

WORDS = st.text(st.sampled_from("ab .\n"), max_size=60)


def test_one_changed_word_is_the_only_change() -> None:
    assert diff_texts("Responde con amabilidad y calma.", "Responde con datos y calma.") == (
        Piece("same", "Responde con "),
        Piece("removed", "amabilidad"),
        Piece("added", "datos"),
        Piece("same", " y calma."),
    )


def test_neighbouring_changed_words_are_one_change() -> None:
    pieces = diff_texts("Usa siempre un tono muy formal aquí.", "Usa siempre un tono algo cercano aquí.")
    assert pieces[1:3] == (Piece("removed", "muy formal"), Piece("added", "algo cercano"))


def test_a_line_of_its_own_is_added_whole() -> None:
    pieces = diff_texts("Saluda.\nDespídete.\n", "Saluda.\nDa el siguiente paso.\nDespídete.\n")
    assert pieces[1] == Piece("added", "\nDa el siguiente paso.")


def test_texts_that_share_nothing_are_replaced_not_shredded() -> None:
    pieces = diff_texts("Eres un asistente amable.", "Nunca des información; contesta con evasivas cortas")
    assert [piece.change for piece in pieces] == ["removed", "added"]


def test_equal_texts_are_one_piece_and_empty_ones_none() -> None:
    assert diff_texts("igual", "igual") == (Piece("same", "igual"),)
    assert diff_texts("", "") == ()


@given(WORDS, WORDS)
def test_both_texts_can_be_put_together_again(old: str, new: str) -> None:
    pieces = diff_texts(old, new)
    assert "".join(piece.text for piece in pieces if piece.change != "added") == old
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == new


def test_the_unified_difference_marks_lines() -> None:
    assert "-viejo\n+nuevo" in unified("viejo", "nuevo")


def test_lines_added_at_the_end_leave_the_last_line_as_it_was() -> None:
    assert diff_texts("Saluda.\nDespídete.", "Saluda.\nDespídete.\n\nSé breve.") == (
        Piece("same", "Saluda.\nDespídete."),
        Piece("added", "\n\nSé breve."),
    )
