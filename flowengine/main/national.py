"""How a telephone number may stand in what people say, type and write."""


def written_forms(number: str) -> list[bytes]:
    """Of a number in E.164: without its plus, as it is dialled from abroad and at home, and grouped as is usual."""
    import phonenumbers  # noqa: PLC0415  # large, and seldom needed

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:  # of no country that there is: it stands nowhere in another form
        return [f"00{number[1:]}".encode(), number[1:].encode()]
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    abroad = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    bare = "".join(digit for digit in national if digit.isdigit())
    forms = {number[1:], f"00{number[1:]}", f"011{number[1:]}", national, abroad[1:], bare}
    return [form.encode() for form in sorted(forms) if sum(each.isdigit() for each in form) >= SHORTEST]


SHORTEST = 7  # a shorter form would be found in what is no number
