"""The words on the sandbox's pages: English, Swedish."""

from functools import cache

from .answer_texts import TEXTS as ANSWER_TEXTS
from .network_texts import TEXTS as NETWORK_TEXTS
from .supplier_texts import TEXTS as SUPPLIER_TEXTS


LANGUAGES = ('en', 'sv')
TEXTS = {
    'sandbox': ("Pagero sandbox", "Pagero-sandlåda"),
    'not_pagero': (
        "A simulation on this computer. Nothing leaves it.",
        "En simulering på den här datorn. Inget lämnar den.",
    ),
    'home': ("Overview", "Översikt"),
    'recipients': ("Recipients", "Mottagare"),
    'files': ("Received files", "Mottagna filer"),
    'log_in': ("Log in", "Logga in"),
    'log_in_intro': (
        "Log in to your account to connect your business system.",
        "Logga in på ditt konto för att ansluta ditt affärssystem.",
    ),
    'username': ("User name", "Användarnamn"),
    'password': ("Password", "Lösenord"),
    'forgotten': ("Forgotten your password?", "Glömt lösenordet?"),
    'forgotten_text': (
        "In the sandbox the password of anna@example.com is anna, that of bertil@example.com is"
        " bertil. In the real service you would now get an e-mail.",
        "I sandlådan är lösenordet för anna@example.com anna och för bertil@example.com bertil."
        " I den riktiga tjänsten skulle du nu få ett e-postmeddelande.",
    ),
    'back': ("Go back in the browser to log in.", "Gå tillbaka i webbläsaren för att logga in."),
    'wrong_password': (
        "Wrong user name or password. Try again.",
        "Fel användarnamn eller lösenord. Försök igen.",
    ),
    'login_expired': (
        "The login took too long. Log in again.",
        "Inloggningen tog för lång tid. Logga in igen.",
    ),
    'unknown_client': (
        "The application that sent you here is not known. Check the client ID in it.",
        "Programmet som skickade dig hit är okänt. Kontrollera dess klient-ID.",
    ),
    'unregistered_redirect': (
        "The address to return to is not registered. The sandbox returns only to"
        " http://127.0.0.1 addresses.",
        "Adressen att återvända till är inte registrerad. Sandlådan återvänder bara till"
        " adresser på http://127.0.0.1.",
    ),
    'trouble': ("This login cannot go on", "Inloggningen kan inte fortsätta"),
    'consent': ("Give access?", "Ge åtkomst?"),
    'consent_text': (
        "Your business system asks to send and fetch documents for",
        "Ditt affärssystem ber om att få skicka och hämta dokument för",
    ),
    'allow': ("Allow", "Tillåt"),
    'refuse': ("Refuse", "Neka"),
    'sent_documents': ("Documents sent", "Skickade dokument"),
    'received_documents': ("Documents at recipients", "Dokument hos mottagare"),
    'waiting': ("Stopped or waiting", "Stoppade eller väntande"),
    'network': ("Network", "Nätverk"),
    'network_on': ("On: the sandbox answers.", "På: sandlådan svarar."),
    'network_off': ("Off: connections are refused.", "Av: anslutningar avvisas."),
    'turn_off': ("Switch off", "Stäng av"),
    'turn_on': ("Switch on", "Slå på"),
    'duplicate_control': ("Duplicate control", "Dubblettkontroll"),
    'is_on': ("On", "På"),
    'is_off': ("Off", "Av"),
    'name': ("Name", "Namn"),
    'org_number': ("Organisation number", "Organisationsnummer"),
    'vat_number': ("VAT number", "Momsregistreringsnummer"),
    'endpoint': ("Electronic ID", "Elektroniskt ID"),
    'customer_numbers': ("Customer numbers", "Kundnummer"),
    'customer_numbers_hint': ("separated by commas", "åtskilda med komma"),
    'connection': ("Connection", "Koppling"),
    'accepts_tests': ("Takes test documents", "Tar emot testdokument"),
    'save': ("Save", "Spara"),
    'add_recipient': ("Add a recipient", "Lägg till mottagare"),
    'no_recipients': (
        "There are no recipients yet. Add one here, or let the tests do it.",
        "Det finns inga mottagare än. Lägg till en här, eller låt testerna göra det.",
    ),
    'invoices': ("Received invoices", "Mottagna fakturor"),
    'documents': ("Invoices", "Fakturor"),
    'no_invoices': ("Nothing has arrived yet.", "Inget har kommit fram än."),
    'details': ("Details", "Uppgifter"),
    'number': ("Number", "Nummer"),
    'date': ("Invoice date", "Fakturadatum"),
    'due': ("Due", "Förfaller"),
    'sender': ("From", "Från"),
    'amount': ("Amount", "Belopp"),
    'state': ("Status", "Status"),
    'xml': ("XML", "XML"),
    'accept': ("Approve", "Godkänn"),
    'reject': ("Reject", "Avvisa"),
    'reason': ("Reason for rejecting", "Orsak till avvisning"),
    'Accepted': ("Approved", "Godkänd"),
    'Rejected': ("Rejected", "Avvisad"),
    'unanswered': ("Not answered", "Ej besvarad"),
    'debit': ("Invoice", "Faktura"),
    'credit': ("Credit note", "Kreditnota"),
    'file': ("File", "Fil"),
    'mode': ("Send mode", "Sändningsläge"),
    'reference': ("Sender's reference", "Avsändarens referens"),
    'check': ("Own check", "Egen kontroll"),
    'Production': ("Production", "Produktion"),
    'Test': ("TEST", "TEST"),
    'Certification': ("Certification", "Certifiering"),
    'Processing': ("Processing", "Bearbetas"),
    'AwaitingInteraction': ("Awaiting interaction", "Inväntar åtgärd"),
    'Error': ("Error", "Fel"),
    'Delivered': ("Delivered", "Levererad"),
    'Cancelled': ("Cancelled", "Avbruten"),
    'connected': ("Connected", "Ansluten"),
    'requested': ("Connection request waits for approval", "Anslutningsförfrågan väntar"),
    'routing_needed': ("Needs routing", "Behöver routing"),
    'routing_requested': ("Routing awaits response", "Routing inväntar svar"),
    'not_found': ("Not in the registry", "Finns inte i registret"),
    'inactive': ("Not active", "Inte aktiv"),
    'no_match': ("Does not match", "Matchar inte"),
    'no_connection': ("No connection", "Ingen koppling"),
    'issuer_not_approved': ("Sender not approved", "Avsändaren inte godkänd"),
    'sender_id_missing': ("Sender's ID missing", "Avsändarens ID saknas"),
    'unreachable': ("Not reachable", "Kan inte nås"),
    'provider_id_missing': ("Provider's ID missing", "Operatörens ID saknas"),
    'transit_not_allowed': ("Transit not allowed", "Transit inte tillåten"),
    'accept_request': ("Accept the request", "Godkänn förfrågan"),
    'activate_route': ("Activate the route", "Aktivera routing"),
    'set_connection': ("Set", "Ändra"),
    'findings': ("findings", "anmärkningar"),
    'not_checked': ("not checked", "inte kontrollerad"),
}


@cache
def texts(language: str) -> dict[str, str]:
    column = LANGUAGES.index(language)
    everything = NETWORK_TEXTS | SUPPLIER_TEXTS | ANSWER_TEXTS | TEXTS
    return {key: words[column] for key, words in everything.items()}
