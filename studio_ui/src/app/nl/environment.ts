import type { Translated } from "../catalogue";
import type { environmentStrings } from "../environment_strings";

export const environment: Translated<typeof environmentStrings> = {
  entry: {
    title: "Ingangsflows",
    lead: "De flow waarmee een dialoog begint die hier aankomt. Bellers merken een wijziging na publiceren.",
    channels: { default: "Elk kanaal", voice: "Gesprekken", chat: "Chats", message: "Berichten" },
    hints: { default: "Waar een kanaal hieronder geen eigen flow noemt." },
    straight: "Geen flow: bellers gaan meteen naar de wachtrij",
    none: "Geen flow",
    asDefault: "Als voor elk kanaal",
    noneYet: "Er is hier nog geen flow van de soort ingang.",
    gone: (name) => `${name} (hier geen ingangsflow)`,
    did: (channel) => `Ingangsflow zetten van: ${channel}`,
  },
  bindings: {
    list: "Gebonden waarden",
    lead: "Waarden die per omgeving van uitrol verschillen, zoals het adres van een dienst. Een flow leest er een als bindings.naam. Bellers merken een wijziging na publiceren.",
    none: "Nog geen gebonden waarde.",
    fresh: "Naam van de nieuwe waarde",
    empty: "Zonder waarde is de naam aan niets gebonden.",
    did: (name) => `“${name}” zetten`,
    didAdd: (name) => `“${name}” toevoegen`,
  },
};
