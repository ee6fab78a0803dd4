"""Made numbers with right check digits, in series that hardly a real company is found in."""

from collections.abc import Callable, Iterator


SWEDISH_COMPANY = '5599'  # high up in the series of limited companies
PUBLIC_SECTOR_FROM = 500  # real authorities have lower numbers behind these prefixes
SWEDISH_MUNICIPALITY = '212000'
NORWEGIAN = '878'
DANISH = '97'
FINNISH = '98'
GLN_PREFIXES = {'SE': '73599', 'NO': '70899', 'DK': '57899', 'FI': '64399'}
TAKEN = {'2120009986'}  # a customer of the demo (dev/setup/demo_facts.py)


def _luhn_digit(digits: str) -> str:
    total = 0
    for position, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if position % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return str(-total % 10)


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    """The check number modulo 11; 10 means that no digit fits these digits."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return -total % 11


def _series(
    prefix: str, width: int, start: int, check: Callable[[str], str | None]
) -> Iterator[str]:
    """Numbers that begin with the prefix, in an order that doesn't look like counting."""
    size = 10**width
    step = size * 618 // 1000 | 1
    while step % 5 == 0:
        step += 2
    for index in range(size):
        middle = start + index if start else index * step % size
        if middle >= size:
            return
        digits = f'{prefix}{middle:0{width}}'
        last = check(digits)
        if last is not None and digits + last not in TAKEN:
            yield digits + last


def _modulo_11(weights: tuple[int, ...]) -> Callable[[str], str | None]:
    def check(digits: str) -> str | None:
        number = _weighted(digits, weights)
        return None if number == 10 else str(number)

    return check


def swedish_companies() -> Iterator[str]:
    return _series(SWEDISH_COMPANY, 5, 0, _luhn_digit)


def swedish_municipalities() -> Iterator[str]:
    return _series(SWEDISH_MUNICIPALITY, 3, PUBLIC_SECTOR_FROM, _luhn_digit)


def norwegian() -> Iterator[str]:
    return _series(NORWEGIAN, 5, 0, _modulo_11((3, 2, 7, 6, 5, 4, 3, 2)))


def danish() -> Iterator[str]:
    return _series(DANISH, 5, 0, _modulo_11((2, 7, 6, 5, 4, 3, 2)))


def finnish() -> Iterator[str]:
    return _series(FINNISH, 5, 0, _modulo_11((7, 9, 10, 5, 8, 4, 2)))


def glns(country: str) -> Iterator[str]:
    return _series(GLN_PREFIXES[country], 7, 0, _gln_digit)


def _gln_digit(digits: str) -> str:
    total = sum(
        int(digit) * (3 if position % 2 == 0 else 1)
        for position, digit in enumerate(reversed(digits))
    )
    return str(-total % 10)


def vat_number(country: str, number: str) -> str:
    """The VAT number that belongs to an organisation number."""
    endings = {'SE': '01', 'NO': 'MVA'}
    return f"{country}{number}{endings.get(country, '')}"


def electronic_id(country: str, number: str) -> str:
    """The organisation number as an address in the network: 'scheme:value'."""
    schemes = {'SE': '0007:', 'NO': '0192:', 'DK': '0184:', 'FI': '0216:0037'}
    return schemes[country] + number
