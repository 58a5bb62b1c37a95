"""How a telephone number may stand in what people say, type and write."""


def written_forms(number: str) -> list[bytes]:
    """Of a number in E.164: without its plus, and as it is dialled in its own country; grouped as is usual there."""
    import phonenumbers  # noqa: PLC0415  # large, and seldom needed

    parsed = phonenumbers.parse(number)
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    abroad = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    bare = "".join(digit for digit in national if digit.isdigit())
    forms = {number[1:], national, abroad[1:], bare}
    return [form.encode() for form in sorted(forms) if sum(each.isdigit() for each in form) >= SHORTEST]


SHORTEST = 7  # a shorter form would be found in what is no number
