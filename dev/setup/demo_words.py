"""What `dev/demo` tells the person who started it."""

from datetime import date, timedelta

from .demo_cast import PEOPLE
from .demo_facts import SANDBOX_CLIENT, SANDBOX_COMPANY, SANDBOX_LOGIN
from .server import OdooServer, SandboxServer


GROWS_OLD = timedelta(days=10)
PEOPLE_OF_EMPTY = ('admin (administrator)', 'ekonom (accountant)')
TRY = """Try: log in as ekonom, and look at Pagero ▸ Översikt, Kunder ▸ Fakturor, Pagero ▸ Mottagen.
     Then confirm the draft for Björkdals kommun (README, "Try it")."""
TRY_EMPTY = """Try: log in as admin. Pagero ▸ Konfiguration ▸ Pagero-avtal has a checklist.
     Client ID       {client_id}
     Client secret   {client_secret}
     Company ID      {company}"""


def greeting(odoo: OdooServer, sandbox: SandboxServer, *, is_empty: bool) -> str:
    """Addresses, logins and what to look at first."""
    people = PEOPLE_OF_EMPTY if is_empty else [f'{each.login} ({each.role})' for each in PEOPLE]
    what = TRY_EMPTY.format(**SANDBOX_CLIENT, company=SANDBOX_COMPANY) if is_empty else TRY
    return f"""
Odoo      {odoo.url}/odoo
          {', '.join(people)}
          The password is the login. Another language: the user's menu ▸ Inställningar.
Sandbox   {sandbox.url} (the recipients' side: {sandbox.url}/recipients)
          Pagero login {SANDBOX_LOGIN['username']} / {SANDBOX_LOGIN['password']}

{what}
Logs: {odoo.process.log}
Ctrl-C ends all of it; the data stay for the next run (dev/demo --fresh starts anew)."""


def age_of(day: str, today: date | None = None) -> str:
    """A word on a company that is no longer in the middle of its month."""
    if not day or (today or date.today()) - date.fromisoformat(day) < GROWS_OLD:
        return ''
    return f"This company's month is that of {day}; dev/demo --fresh makes one of today"
