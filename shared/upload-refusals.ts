import type { ErrorRow } from './error-row.ts'

/** The refusals of pictures and attachments. */
export const uploadRefusals = {
  'upload-empty': { status: 422, text: 'Dit bestand is leeg. Kies het bestand opnieuw.' },
  'upload-too-large': {
    status: 413,
    text: 'Dit bestand is groter dan 10 MB. Maak het kleiner, bijvoorbeeld door lager te scannen, en voeg het opnieuw toe.',
  },
  'upload-wrong-kind': {
    status: 415,
    text: 'Dit soort bestand kan niet in een plan. Kies een pdf, een foto (jpg of png), een bestand van Word, Excel of LibreOffice, of een tekst (txt of csv).',
  },
  'upload-no-picture': {
    status: 415,
    text: 'Dit is geen afbeelding die Wijktafel kan tonen. Sla de afbeelding op als jpg of png en probeer het opnieuw.',
  },
  'upload-broken': {
    status: 422,
    text: 'Dit bestand is beschadigd of niet compleet. Open het op uw apparaat, sla het opnieuw op en probeer het nog eens.',
  },
  'upload-locked': {
    status: 422,
    text: 'Dit bestand is van een oude soort, of heeft een wachtwoord of macro’s. Sla het op als gewoon bestand (.docx of .xlsx) zonder wachtwoord en macro’s.',
  },
  'upload-too-heavy': {
    status: 422,
    text: 'Dit bestand is te ingewikkeld om te controleren. Sla het opnieuw op, of maak er een pdf of een schermafbeelding van.',
  },
  'picture-too-large': {
    status: 413,
    text: 'Deze afbeelding heeft te veel beeldpunten. Maak de afbeelding kleiner (hooguit 24 miljoen beeldpunten) en probeer het opnieuw.',
  },
  'plan-files-full': {
    status: 409,
    text: 'In dit plan passen geen afbeeldingen of bijlagen meer. Haal eerst bijlagen weg die niet meer nodig zijn; na dertig dagen is er weer plaats.',
  },
  'file-not-found': {
    status: 404,
    text: 'Deze afbeelding of bijlage is er niet (meer). Laad de pagina opnieuw, of vraag degene die het bestand toevoegde.',
  },
  'file-id-taken': {
    status: 409,
    text: 'Dit bestand is al toegevoegd. Laad de pagina opnieuw om het te zien.',
  },
} as const satisfies Record<string, ErrorRow>
