"""The forms of this house's node types in Dutch: what a field is called and what it is for, and the ways out."""

from collections.abc import Iterable, Mapping
from typing import Any

from flowengine.lang.outcome import Optional, Outcome, Selector
from flowengine.messages import Json
from flowengine.nodes.dutch_choices import choices_in_dutch

OUTCOMES: Mapping[str, str] = {
    "accepted": "aanvaard",
    "again": "opnieuw",
    "answered": "beantwoord",
    "busy": "bezet",
    "closed": "gesloten",
    "collected": "ontvangen",
    "connected": "verbonden",
    "declined": "afgeslagen",
    "done": "klaar",
    "emergency": "noodgeval",
    "error": "fout",
    "failed": "mislukt",
    "finished": "rond",
    "found": "gevonden",
    "holiday": "feestdag",
    "http_error": "HTTP-fout",
    "invalid": "ongeldig",
    "invalid_number": "ongeldig nummer",
    "invalid_response": "ongeldig antwoord",
    "left": "weggegaan",
    "no_agents": "geen agenten",
    "no_answer": "geen gehoor",
    "no_audio": "geen geluid",
    "no_consent": "geen toestemming",
    "no_input": "geen invoer",
    "no_match": "geen keuze",
    "not_found": "niet gevonden",
    "open": "open",
    "otherwise": "anders",
    "queue_full": "wachtrij vol",
    "recorded": "opgenomen",
    "rejected": "geweigerd",
    "returned": "terug",
    "sent": "verstuurd",
    "success": "gelukt",
    "timed_out": "tijd om",
    "timeout": "geen antwoord op tijd",
    "too_short": "te kort",
    "unavailable": "niet beschikbaar",
    "undeliverable": "niet te bezorgen",
}

FIELDS: Mapping[str, str] = {
    "action": "Handeling",
    "afresh": "Opnieuw luisteren",
    "after_s": "Na (seconden)",
    "assign": "Toewijzen",
    "at_least": "Minstens",
    "at_most": "Hoogstens",
    "attempts": "Pogingen",
    "attributes": "Attributen",
    "audio": "Opname",
    "body": "Inhoud",
    "boost_s": "Voorsprong (seconden)",
    "by": "Volgens",
    "by_language": "Per taal",
    "caller_id": "Getoond nummer",
    "cases": "Gevallen",
    "chat": "Chat",
    "choices": "Keuzes",
    "chosen_by": "Gekozen door",
    "confirm": "Bevestigen",
    "consent": "Toestemming",
    "contact_center": "Contactcenter",
    "content_type": "Soort inhoud",
    "deliver": "Bezorgen",
    "exit": "Uitgang",
    "exits": "Uitgangen",
    "expect": "Verwacht",
    "fallback": "In plaats daarvan",
    "figure": "Cijfer",
    "first_digit_timeout_s": "Stilte vooraf (seconden)",
    "flow": "Flow",
    "gap_s": "Tussentijd (seconden)",
    "headers": "Headers",
    "input": "Invoer",
    "inputs": "Ingaande waarden",
    "inter_digit_timeout_s": "Stilte tussen toetsen (seconden)",
    "interruptible": "Onderbreekbaar",
    "into": "Bewaren in",
    "invalid_prompt": "Prompt bij ongeldig",
    "json": "JSON",
    "keep_days": "Dagen bewaren",
    "key": "Sleutel",
    "label": "Opschrift",
    "language": "Taal",
    "max_digits": "Hoogstens tekens",
    "max_s": "Hoogstens (seconden)",
    "max_wait_s": "Langste wachttijd (seconden)",
    "max_waiting": "Hoogstens wachtend",
    "may_be": "Mogelijke namen",
    "meanwhile": "Intussen",
    "message": "Bericht",
    "method": "Methode",
    "min_digits": "Minstens tekens",
    "min_s": "Minstens (seconden)",
    "mode": "Wijze",
    "name": "Naam",
    "no_input_prompt": "Prompt bij stilte",
    "no_match_prompt": "Prompt bij geen keuze",
    "notice": "Mededeling",
    "number": "Nummer",
    "outcome": "Uitkomst",
    "outputs": "Uitgaande waarden",
    "overflow": "Uitbreiden",
    "parts": "Delen",
    "pattern": "Patroon",
    "phrases": "Zinnen",
    "prefer": "Voorkeur",
    "prefer_s": "Voorkeur (seconden)",
    "priority": "Voorrang",
    "prompt": "Prompt",
    "raise_by": "Verhogen met",
    "reason": "Reden",
    "respect_hours": "Openingstijden volgen",
    "results": "Resultaten",
    "retries": "Nieuwe pogingen",
    "ring_timeout_s": "Overgaan (seconden)",
    "route_plan": "Zoekplan",
    "schedule": "Rooster",
    "scope": "Wie",
    "seconds": "Seconden",
    "secret": "Geheim",
    "sensitive": "Gevoelig",
    "show": "Tonen",
    "silence_s": "Stilte (seconden)",
    "skills": "Vaardigheden",
    "sound": "Geluid",
    "status_into": "Status bewaren in",
    "table": "Tabel",
    "terminator": "Eindtoets",
    "timeout_s": "Stilte (seconden)",
    "times": "Keren",
    "title": "Titel",
    "to": "Naar",
    "tries": "Pogingen",
    "type": "Soort",
    "url": "Adres",
    "value": "Waarde",
    "voice": "Stem",
    "what": "Wat",
    "when": "Als",
    "when_unstaffed": "Zonder bezetting",
    "while_waiting": "Tijdens het wachten",
    "whisper": "Influisteren",
}

HELP: Mapping[str, str] = {
    "What the caller hears or reads": "Wat de beller hoort of leest",
    "Name of a voice of the channel; empty: its usual one": "Naam van een stem van het kanaal; leeg: de gewone",
    "Whether a key press cuts it short": "Of een toets het afbreekt",
    "Tells the caller that the conversation is recorded": "Zegt de beller dat het gesprek wordt opgenomen",
    "Name of the step on the canvas": "Naam van de stap op het tekenblad",
    "What it says": "Wat het zegt",
    "To which number; the caller's own, in a chat: that chat": (
        "Naar welk nummer; dat van de beller, in een chat: die chat"
    ),
    "Name of the recording": "Naam van de opname",
    "What it says: for channels that cannot play it, and for the trace": (
        "Wat het zegt: voor kanalen die het niet kunnen afspelen, en voor het spoor"
    ),
    "Which number is told: the place, the expected wait, or what nine in ten do not wait beyond": (
        "Welk getal gezegd wordt: de plaats, de verwachte wachttijd, of waarboven negen van de tien niet wachten"
    ),
    "Seconds that have to pass before it is told again": "Seconden die voorbij moeten zijn voor het weer gezegd wordt",
    "How long, seconds": "Hoe lang, in seconden",
    "Empty: the channel's own music": "Leeg: de muziek van het kanaal zelf",
    "Key to choice": "Toets en keuze",
    "Silence allowed, seconds": "Toegestane stilte, in seconden",
    "How often it is asked in all": "Hoe vaak het in totaal gevraagd wordt",
    "Said after silence, instead of the prompt": "Gezegd na stilte, in plaats van de prompt",
    "Said after a wrong answer": "Gezegd na een verkeerd antwoord",
    "Keys that were pressed before the question are no answer to it": (
        "Toetsen van vóór de vraag zijn er geen antwoord op"
    ),
    "The button in a chat, and the name of the outcome": "De knop in een chat, en de naam van de uitkomst",
    "Words that choose it too": "Woorden die het ook kiezen",
    "Where the value goes: vars.name, attributes.name or dialogue.language": (
        "Waar de waarde heen gaat: vars.naam, attributes.naam of dialogue.language"
    ),
    "Keys of a phone, or any words; speech needs a channel that listens or is written on": (
        "Toetsen van een telefoon, of woorden; spraak vraagt een kanaal dat luistert of waarop geschreven wordt"
    ),
    "Fewer are an invalid answer": "Minder is een ongeldig antwoord",
    "With so many the answer is complete": "Met zoveel is het antwoord volledig",
    "Ends the digits; not counted, not kept": "Beëindigt de cijfers; telt niet mee, wordt niet bewaard",
    "Silence before the first sign": "Stilte voor het eerste teken",
    "Seconds between two keys": "Seconden tussen twee toetsen",
    "RE2 pattern that the whole answer must match": "RE2-patroon waaraan het hele antwoord moet voldoen",
    "Said after an answer that does not fit": "Gezegd na een antwoord dat niet past",
    "Asked with the answer kept: key 1 or yes, key 2 or no": (
        "Gevraagd als het antwoord er is: toets 1 of ja, toets 2 of nee"
    ),
    "Never shown, never kept after the dialogue": "Nooit getoond, na de dialoog nooit bewaard",
    "Asks for the message; a tone follows": "Vraagt om het bericht; er volgt een toon",
    "Where the message goes": "Waar het bericht heen gaat",
    "Longest message, seconds": "Langste bericht, in seconden",
    "So much silence ends it, seconds": "Zoveel stilte beëindigt het, in seconden",
    "Anything shorter is no message, seconds": "Wat korter is, is geen bericht, in seconden",
    "The key that ends it": "De toets die het beëindigt",
    "Silence allowed before a typed message": "Toegestane stilte voor een getypt bericht",
    "In whose queue the message waits for an agent": "In wiens wachtrij het bericht op een agent wacht",
    "A schedule of the environment": "Een rooster van de omgeving",
    "Tried in order": "Op volgorde geprobeerd",
    "Taken if this is true": "Genomen als dit waar is",
    "The way out when this is the first that holds": "De uitweg als dit het eerste is dat geldt",
    "Part to its share in percent, together 100": "Deel en zijn aandeel in procent, samen 100",
    "Percent, down to 0.01": "Procent, tot op 0,01",
    "Who always goes the same way; a caller without a number is told by the dialogue": (
        "Wie steeds dezelfde weg gaat; zonder nummer beslist de dialoog"
    ),
    "Whose queue; empty: the present one's": "Wiens wachtrij; leeg: de huidige",
    "Met if the figure is known and within both bounds; the estimate is unknown until some callers were answered.": (
        "Geldt als het cijfer bekend is en binnen beide grenzen; de schatting is onbekend tot enkele bellers "
        "antwoord kregen."
    ),
    "What is compared; waits in seconds": "Wat vergeleken wordt; wachttijden in seconden",
    "Lower bound, included": "Ondergrens, meegerekend",
    "Upper bound, included": "Bovengrens, meegerekend",
    "How often it is left by again before it is finished": "Hoe vaak het opnieuw gaat voor het rond is",
    "Sound on the phone; empty: its own music; none: silence": (
        "Geluid aan de telefoon; leeg: de eigen muziek; none: stilte"
    ),
    "Skill to least level, for the next queue that asks for none": (
        "Vaardigheid en minste niveau, voor de volgende wachtrij die niets vraagt"
    ),
    "Least level of the skill, 0 to 100": "Minste niveau van de vaardigheid, 0 tot 100",
    "0 is served first, for the next queue that says none": "0 gaat voor, bij de volgende wachtrij die niets zegt",
    "Gives the agent who is asked first if free, or nothing": (
        "Geeft de agent die eerst gevraagd wordt als die vrij is, of niets"
    ),
    "Seconds for which nobody else is asked; 0: only first if free": (
        "Seconden waarin niemand anders gevraagd wordt; 0: alleen eerst, indien vrij"
    ),
    "The wait counts as that much older, seconds": "Het wachten telt als zoveel ouder, in seconden",
    "Gives the language in which the caller is served": "Geeft de taal waarin de beller geholpen wordt",
    "Label to what the agent sees when the dialogue is offered": (
        "Opschrift en wat de agent ziet als de dialoog wordt aangeboden"
    ),
    "Empty: the present one": "Leeg: het huidige",
    "Gives the contact center's name instead": "Geeft in plaats daarvan de naam van het contactcenter",
    "All that it may give": "Alles wat het mag geven",
    "Skill to least level": "Vaardigheid en minste niveau",
    "0 is served first; without: what was said ahead, else 5": "0 gaat voor; zonder: wat vooraf gezegd is, anders 5",
    "A treatment flow": "Een wachtflow",
    "Longest wait, seconds": "Langste wachttijd, in seconden",
    "Full when so many wait": "Vol als er zoveel wachten",
    "If nobody able is signed in: wait, skip to the plan's next step, or leave": (
        "Als niemand die het kan is aangemeld: wachten, naar de volgende stap van het plan, of weggaan"
    ),
    "How the search is widened": "Hoe het zoeken wordt uitgebreid",
    "Told to the agent before the two are joined": "Gezegd tegen de agent voor de twee verbonden worden",
    "Widens the search: every step asks for what the one before did, or for less.": (
        "Breidt het zoeken uit: elke stap vraagt wat de vorige vroeg, of minder."
    ),
    "Seconds since the wait began; 0: from the start": "Seconden sinds het wachten begon; 0: vanaf het begin",
    "Skill to least level from then on; without: as before": (
        "Vaardigheid en minste niveau van dan af; zonder: als voorheen"
    ),
    "Contact centers whose agents are asked too": "Contactcenters wier agenten ook gevraagd worden",
    "Moves up by so many priorities": "Gaat zoveel voorrangen omhoog",
    "One more contact center whose agents are asked, for its own skills.": (
        "Nog een contactcenter wiens agenten gevraagd worden, met eigen vaardigheden."
    ),
    "Whose agents are asked too": "Wiens agenten ook gevraagd worden",
    "Skill to least level, by its own names; none: any of its agents": (
        "Vaardigheid en minste niveau, met eigen namen; geen: elke agent ervan"
    ),
    "Offers it: key 1 or a yes accepts, anything else declines": (
        "Biedt het aan: toets 1 of een ja aanvaardt, al het andere slaat af"
    ),
    "Which number is called": "Welk nummer gebeld wordt",
    "How often it is tried in all": "Hoe vaak het in totaal geprobeerd wordt",
    "Seconds between two attempts": "Seconden tussen twee pogingen",
    "Silence allowed; it declines": "Toegestane stilte; die slaat af",
    "A number such as +442079460123, a sip: address, or a user's id": (
        "Een nummer zoals +442079460123, een sip:-adres, of het id van een gebruiker"
    ),
    "blind: the call leaves us; bridged: it comes back when the other has gone": (
        "blind: het gesprek verlaat ons; bridged: het komt terug als de ander weg is"
    ),
    "How long it rings, seconds": "Hoe lang het overgaat, in seconden",
    "The number that the other sees; empty: the carrier's choice": (
        "Het nummer dat de ander ziet; leeg: naar keuze van de provider"
    ),
    "The contact center that takes over": "Het contactcenter dat overneemt",
    "Gives its name instead": "Geeft in plaats daarvan de naam",
    "Inputs of its entry flow": "Ingaande waarden van zijn ingangsflow",
    "Leave by closed when its hours say so": "Ga door “gesloten” weg als zijn openingstijden dat zeggen",
    "A flow of kind subflow, here or in the tenant's environment": "Een deelflow, hier of in de omgeving van de tenant",
    "Its exits": "Zijn uitgangen",
    "Its inputs": "Zijn ingaande waarden",
    "Where its outputs go": "Waar zijn uitgaande waarden heen gaan",
    "Target to value": "Doel en waarde",
    "Read as caller.attributes at the next call": "Bij de volgende keer gelezen als caller.attributes",
    "Whose record: a number": "Van wie: een nummer",
    "Days until it is forgotten, counted anew each time": "Dagen tot het vergeten wordt, elke keer opnieuw geteld",
    "Read as caller.name at the next call": "Bij de volgende keer gelezen als caller.name",
    "In which the next call is answered": "Waarin de volgende keer geantwoord wordt",
    "What is done from this moment on": "Wat vanaf dit moment gebeurt",
    "Must be true for a start; without it nothing is recorded": (
        "Moet waar zijn om te beginnen; anders wordt niets opgenomen"
    ),
    "Whose voice": "Wiens stem",
    "Days until it is erased; 0: as the carrier does": "Dagen tot het gewist wordt; 0: zoals de provider doet",
    "A table here or in the tenant's environment": "Een tabel hier of in de omgeving van de tenant",
    "The key of the row, a text or a whole number": "De sleutel van de rij, een tekst of een heel getal",
    "Address of the service; values in it are percent-encoded": (
        "Adres van de dienst; waarden erin worden met procenttekens geschreven"
    ),
    "What is asked of it": "Wat ervan gevraagd wordt",
    "Further headers": "Verdere headers",
    "Body as JSON: field to value, of any type": "Inhoud als JSON: veld en waarde, van elke soort",
    "Body as text; values are written as its content type needs": (
        "Inhoud als tekst; waarden worden geschreven zoals haar soort vraagt"
    ),
    "What the body is": "Wat de inhoud is",
    "Name of the secret it is allowed by": "Naam van het geheim dat het toestaat",
    "Of each try, seconds": "Van elke poging, in seconden",
    (
        "Further tries when nobody answers. Each has the same Idempotency-Key: a service that changes "
        "something must know it"
    ): (
        "Verdere pogingen als niemand antwoordt. Elke heeft dezelfde Idempotency-Key: een dienst die iets "
        "wijzigt, moet die kennen"
    ),
    "Where the answer goes: JSON as what it is, else text": (
        "Waar het antwoord heen gaat: JSON als wat het is, anders tekst"
    ),
    "Where the HTTP status goes, a number": "Waar de HTTP-status heen gaat, een getal",
    "What a good answer looks like, as JSON Schema": "Hoe een goed antwoord eruitziet, als JSON Schema",
    "What is asked, as the other system knows it": "Wat gevraagd wordt, zoals het andere systeem het kent",
    "Its possible answers": "De mogelijke antwoorden",
    "What it is told": "Wat het te horen krijgt",
    "Where its results go": "Waar de resultaten heen gaan",
    "How long its answer may take, seconds": "Hoe lang het antwoord mag duren, in seconden",
    "The milestone": "De mijlpaal",
    "What belongs to it, kept as personal content": "Wat erbij hoort, bewaard als persoonlijke inhoud",
    "Why, for the trace and reports": "Waarom, voor het spoor en de rapporten",
    "A flow of the same kind in this environment": "Een flow van dezelfde soort in deze omgeving",
    "By which the calling step is left": "Waardoor de roepende stap verlaten wordt",
    "What the caller's network is told": "Wat het netwerk van de beller te horen krijgt",
    "Told without answering: on the phone the caller pays nothing": (
        "Gezegd zonder op te nemen: aan de telefoon betaalt de beller niets"
    ),
    "Last words": "Laatste woorden",
    "How reports count it": "Hoe rapporten het tellen",
}


def ways_in_dutch(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """Name -> what people read, of the ways out that are the same for every step of a type; authors name the others."""
    fixed = [one.name if isinstance(one, Optional) else one for one in outcomes if not isinstance(one, Selector)]
    return {name: OUTCOMES[name] for name in (*fixed, "error") if name in OUTCOMES}


def form_in_dutch(schema: Json) -> Json:
    """The schema of a step's fields, each with its name (as `title`), meaning and choices (as `choice_titles`) in
    Dutch. What no field of a form is stays, as do words that are not ours."""
    if isinstance(schema, list):
        return [form_in_dutch(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found: dict[str, Any] = {key: form_in_dutch(value) for key, value in schema.items() if key != "properties"}
    if isinstance(found.get("description"), str):
        found["description"] = HELP.get(found["description"], found["description"])
    fields = schema.get("properties")
    if isinstance(fields, dict):
        found["properties"] = {name: _named(name, form_in_dutch(field)) for name, field in fields.items()}
    return {key: found[key] for key in schema}


def _named(name: str, field: Json) -> Json:
    if not isinstance(field, dict):
        return field
    chosen = choices_in_dutch(field.get("enum"))
    return field | ({"title": FIELDS[name]} if name in FIELDS else {}) | ({"choice_titles": chosen} if chosen else {})
