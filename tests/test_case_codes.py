"""Case codes: easy to read aloud, forgiving to type, one wrong character is noticed."""

from hypothesis import assume, given
from hypothesis import strategies as st

from data import case_codes

numbers = st.integers(0, 2**40 - 1)


def is_consistent(code: str) -> bool:
    """Whether the check character is the one that belongs to the eight before it."""
    number = 0
    for digit in code.replace("-", "")[2:-1]:
        number = number * len(case_codes.ALPHABET) + case_codes.ALPHABET.index(digit)
    return case_codes.make(number) == code


@given(numbers)
def test_a_code_is_consistent_and_found_in_a_sentence(number: int) -> None:
    code = case_codes.make(number)

    assert is_consistent(code)
    assert case_codes.find(f"ติดตามเรื่อง {code} ครับ") == code


@given(numbers)
def test_a_code_is_found_however_it_was_typed(number: int) -> None:
    code = case_codes.make(number)

    assert case_codes.find(code.lower()) == code
    assert case_codes.find(code.replace("-", " ")) == code
    assert case_codes.find(code.replace("-", "")) == code
    assert case_codes.find(code.replace("0", "O").replace("1", "l")) == code


@given(numbers, st.integers(0, 8), st.sampled_from(case_codes.ALPHABET))
def test_one_wrong_character_is_noticed(number: int, position: int, other: str) -> None:
    plain = case_codes.make(number).replace("-", "")[2:]
    apart = abs(case_codes.ALPHABET.index(plain[position]) - case_codes.ALPHABET.index(other))
    assume(apart not in (0, case_codes.CHECK_MODULUS))
    wrong = plain[:position] + other + plain[position + 1 :]
    code = f"PS-{wrong[:3]}-{wrong[3:6]}-{wrong[6:]}"

    assert not is_consistent(code)


@given(st.text())
def test_any_text_is_searched_without_failing(text: str) -> None:
    found = case_codes.find(text)
    assert found is None or len(found) == len("PS-7K3-F2M-9XQ")
