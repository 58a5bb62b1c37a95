"""The node types of this house in Dutch: title and purpose, by name. Those of other packages bring their own words."""

from collections.abc import Mapping

_WORDS: Mapping[str, tuple[str, str]] = {
    "say": ("Zeggen", "Spreek of schrijf een prompt."),
    "send_message": ("Bericht sturen", "Stuur een tekst naar een nummer, of schrijf in de chat waarin de beller is."),
    "play": ("Afspelen", "Speel een opname; een kanaal dat dat niet kan, spreekt of schrijft de woorden."),
    "announce": ("Plaats melden", "Zeg een wachtende beller de plaats of de verwachte wachttijd, als die niet steeg."),
    "music": ("Muziek", "Speel geluid terwijl de beller wacht."),
    "menu": ("Menu", "Vraag om één keuze: met een toets, een zin, een knop of een getypt woord."),
    "collect": ("Invoer vragen", "Vraag om cijfers of tekst en houd het antwoord in een variabele."),
    "record": ("Voicemail", "Neem een bericht op, of laat het typen, en zet het in de wachtrij voor een agent."),
    "opening_hours": ("Openingstijden", "Ga volgens een rooster: open, gesloten, een feestdag of een noodschakelaar."),
    "branch": ("Vertakken", "Ga een van enkele wegen, naar voorwaarden op volgorde."),
    "split": ("Verdelen", "Stuur delen van de dialogen verschillende kanten op, dezelfde beller steeds dezelfde."),
    "check_queue": ("Wachtrij bekijken", "Ga naar bezetting en wachttijd van een contactcenter, zoals die nu zijn."),
    "loop": ("Herhalen", "Ga een beperkt aantal keren rond."),
    "wait": ("Wachten", "Pauzeer enkele seconden."),
    "set_routing": (
        "Routering zetten",
        "Zeg vooraf wat de volgende wachtrij vraagt, en wat haar agent te zien krijgt.",
    ),
    "enqueue": ("Wachtrij", "Wacht in de wachtrij van een contactcenter op een agent met de vaardigheden."),
    "offer_callback": (
        "Terugbellen aanbieden",
        "Beloof terug te bellen; de plaats in de wachtrij blijft bewaard.",
    ),
    "transfer": ("Doorverbinden", "Bel een nummer, een SIP-adres of een agent, en verbind de beller ermee."),
    "contact_center": ("Contactcenter", "Geef de dialoog aan een contactcenter; daar loopt de eigen ingangsflow."),
    "subflow": ("Flow uitvoeren", "Voer een andere flow uit en ga verder door de uitgang waardoor die terugkeert."),
    "set": ("Waarden zetten", "Geef variabelen en attributen nieuwe waarden."),
    "remember": ("Beller onthouden", "Bewaar wat van de beller bekend is voor de volgende keer; niets gevoeligs."),
    "recording": ("Opnemen", "Neem het gesprek op als de beller dat goedvindt; bij een gevoelige vraag pauzeert het."),
    "lookup": ("Opzoeken", "Zoek een rij van een tabel met haar sleutel, en houd die in een variabele."),
    "http_request": ("Dienst aanroepen", "Roep een dienst aan over HTTP en ga naar wat die antwoordt."),
    "external": ("Ander systeem vragen", "Laat een ander systeem beslissen: het antwoordt met een van de uitgangen."),
    "tag": ("Merken", "Zet een mijlpaal in het spoor, voor rapporten."),
    "leave_queue": ("Wachtrij verlaten", "Stap uit de wachtrij: het wachtprogramma eindigt."),
    "go_to": ("Naar een flow gaan", "Ga voorgoed verder in een andere flow van deze omgeving, met nieuwe variabelen."),
    "return": ("Terugkeren", "Ga door een genoemde uitgang terug naar de flow die riep."),
    "reject": ("Weigeren", "Weiger een dialoog waarin nog niets gezegd is."),
    "end": ("Einde", "Zeg gedag en beëindig de dialoog."),
}


def in_dutch(name: str) -> Mapping[str, Mapping[str, str]]:
    """As a node type's own `words` would have it; nothing for one of another package."""
    found = _WORDS.get(name)
    return {"nl": {"title": found[0], "purpose": found[1]}} if found else {}
