/** How far a picture is that is on its way to the server; `part` from 0 to 1. */
type Sending =
  | { kind: 'waiting'; isKept: boolean }
  | { kind: 'sending'; part: number }
  | { kind: 'refused'; reason: string }

export const pictureTexts = {
  add: 'Afbeelding toevoegen',
  addTitle: (number: number, count: number) =>
    count === 1 ? 'Afbeelding toevoegen' : `Afbeelding ${number} van ${count} toevoegen`,
  changeTitle: 'Afbeelding wijzigen',
  change: 'Wijzigen',
  save: 'Opslaan',
  skip: 'Overslaan',
  remove: 'Afbeelding verwijderen',
  alt: 'Wat is er te zien?',
  altHint:
    'Schrijf het op voor mensen die de afbeelding niet zien, zoals u het aan de telefoon zou zeggen.',
  altMissing: 'Schrijf wat er te zien is, of geef aan dat de afbeelding versiering is.',
  altBsn: 'Dit lijkt op een BSN. Beschrijf de afbeelding zonder dat nummer.',
  decorative: 'Deze afbeelding is alleen versiering',
  size: 'Breedte in de tekst',
  sizes: { 100: 'Hele breedte', 75: 'Driekwart', 50: 'Half', 25: 'Kwart' },
  preparing: 'De afbeelding wordt klaargemaakt…',
  preview: 'Voorbeeld van de afbeelding',
  unreadable: (name: string) =>
    `${name === '' ? 'Deze afbeelding' : `“${name}”`} is niet te lezen. Sla de afbeelding op als jpg of png en probeer het opnieuw.`,
  noAlt: 'De beschrijving ontbreekt. Kies Wijzigen.',
  described: (alt: string) => `Afbeelding: ${alt}`,
  plain: 'Afbeelding',
  missing: 'De afbeelding is nog niet aangekomen.',
  offline: 'Zonder verbinding is deze afbeelding hier niet te zien.',
  added: 'De afbeelding staat in de tekst.',
  sending: (sending: Sending): string => {
    switch (sending.kind) {
      case 'waiting':
        return sending.isKept
          ? 'Staat op dit apparaat en wordt verstuurd zodra er verbinding is.'
          : 'Wordt verstuurd zodra er verbinding is. Houd deze pagina open.'
      case 'sending':
        return `Wordt verstuurd: ${Math.round(sending.part * 100)} %`
      case 'refused':
        return pictureTexts.refused(sending.reason)
    }
  },
  refused: (reason: string): string => `De afbeelding is niet verstuurd. ${reason}`,
}
