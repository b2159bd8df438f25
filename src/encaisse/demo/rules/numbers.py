"""Numbers that pass every check and belong to nobody: SIREN, SIRET, IBAN, telephone numbers, addresses that lead nowhere."""

from encaisse.kit.folding import folded

# No SIREN begins with two zeros; the telephone ranges are those kept for fiction; “.example” leads nowhere.
SIREN_HEAD = "00"
FIXED_HEADS = {"1": "0199 00", "2": "0261 91", "3": "0353 01", "4": "0465 71", "5": "0536 49"}
MOBILE_HEAD = "0639 98"
NO_BANK = "99999"


def luhn_digit(digits: str) -> str:
    """Return the digit that makes a number pass Luhn's check."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if position % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004 - a digit
    return str(-total % 10)


def siren(number: int) -> str:
    head = f"{SIREN_HEAD}{number:06d}"
    return head + luhn_digit(head)


def siret(company: str, establishment: int = 1) -> str:
    head = f"{company}{establishment:04d}"
    return head + luhn_digit(head)


def vat_number(company: str) -> str:
    return f"FR{(12 + 3 * (int(company) % 97)) % 97:02d}{company}"


def iban(number: int) -> str:
    """Return a French IBAN of a bank that does not exist, with its two control keys right."""
    branch, holder = "00001", f"{number:011d}"
    key = 97 - (89 * int(NO_BANK) + 15 * int(branch) + 3 * int(holder)) % 97
    own = f"{NO_BANK}{branch}{holder}{key:02d}"
    control = 98 - int(f"{own}152700") % 97
    return f"FR{control:02d}{own}"


def fixed_phone(postcode: str, number: int) -> str:
    zone = {"75": "1", "77": "1", "93": "1"}.get(postcode[:2]) or zone_of(int(postcode[:2]))
    return dialled(FIXED_HEADS[zone], number)


def zone_of(department: int) -> str:
    """Return the telephone zone of a department, near enough for numbers that ring nowhere."""
    if department in {14, 22, 29, 35, 37, 44, 45, 49, 53, 56, 72, 76, 85}:
        return "2"
    if department in {2, 8, 10, 21, 25, 51, 54, 57, 59, 60, 62, 67, 68, 71, 80}:
        return "3"
    return "5" if department in {16, 17, 31, 32, 33, 40, 47, 64, 79, 86, 87} else "4"


def mobile_phone(number: int) -> str:
    return dialled(MOBILE_HEAD, number)


def dialled(head: str, number: int) -> str:
    digits = head.replace(" ", "") + f"{number % 10000:04d}"
    return " ".join(digits[at : at + 2] for at in range(0, 10, 2))


def domain(name: str, number: int) -> str:
    return f"{'-'.join(folded(name).split())}-{number}.example"


def local_part(*names: str) -> str:
    return ".".join(folded(name).replace(" ", "") for name in names)
