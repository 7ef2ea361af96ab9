import type { ErrorRow } from './error-row.ts'

/** The refusals of exports and imports. */
export const fileRefusals = {
  'export-failed': {
    status: 500,
    text: 'Dit bestand kon niet worden gemaakt. Probeer het opnieuw of kies een ander soort bestand; blijft het misgaan, waarschuw dan de beheerder.',
  },
  'files-busy': {
    status: 503,
    text: 'Er worden nu heel veel bestanden tegelijk gemaakt. Wacht een minuut en probeer het opnieuw.',
  },
  'files-waiting': {
    status: 429,
    text: 'Er wachten al drie bestanden voor u. Wacht tot die klaar zijn, of stop er een, en probeer het opnieuw.',
  },
  'file-too-slow': {
    status: 503,
    text: 'Dit bestand maken duurde te lang en is gestopt. Kies een ander soort bestand (CSV gaat het snelst), of probeer het later opnieuw.',
  },
  'file-too-heavy': {
    status: 413,
    text: 'Dit plan is te groot voor dit soort bestand. Kies CSV voor de tabellen, of Markdown voor de tekst.',
  },
  'pdf-unavailable': {
    status: 501,
    text: 'Deze server kan geen pdf maken. Kies Word of OpenDocument, of vraag de beheerder ernaar.',
  },
  'import-empty': { status: 422, text: 'Dit bestand is leeg. Kies het bestand opnieuw.' },
  'import-too-large': {
    status: 413,
    text: 'Dit bestand is groter dan 10 MB. Haal afbeeldingen en bijlagen eruit, sla het opnieuw op en probeer het nog eens.',
  },
  'import-wrong-type': {
    status: 415,
    text: 'Dit is geen bestand van Word, Excel of LibreOffice en geen csv. Sla het op als .docx, .odt, .xlsx, .ods of .csv en probeer het opnieuw.',
  },
  'import-old-or-locked': {
    status: 415,
    text: 'Dit bestand is van een oude soort (.doc of .xls) of heeft een wachtwoord. Sla het zonder wachtwoord op als .docx of .xlsx.',
  },
  'import-locked': {
    status: 415,
    text: 'Dit bestand heeft een wachtwoord. Sla het zonder wachtwoord op en probeer het opnieuw.',
  },
  'import-macros': {
    status: 422,
    text: 'In dit bestand zitten macro’s. Wij openen het niet. Sla het op als gewoon document (.docx of .xlsx, zonder macro’s) en probeer het opnieuw.',
  },
  'import-external': {
    status: 422,
    text: 'Een deel van dit bestand staat ergens anders: er zijn koppelingen naar andere bestanden. Verbreek de koppelingen in Word of Excel (Bestand, Info, Koppelingen bewerken), sla het op en probeer het opnieuw.',
  },
  'import-unpacks-too-large': {
    status: 422,
    text: 'Dit bestand wordt bij het openen veel te groot. Wij openen het niet. Kopieer wat u nodig heeft naar een nieuw document.',
  },
  'import-broken': {
    status: 422,
    text: 'Dit bestand is beschadigd en niet te lezen. Open het in Word, Excel of LibreOffice, sla het opnieuw op en probeer het nog eens.',
  },
  'import-too-heavy': {
    status: 422,
    text: 'Dit bestand is te ingewikkeld om te lezen. Deel het op, of kopieer wat u nodig heeft naar een nieuw document.',
  },
  'import-unrecognized': {
    status: 422,
    text: 'In dit bestand herkennen wij niets van het formulier: geen koppen, geen vragen en geen tabel. Controleer of u het goede bestand koos.',
  },
  'import-no-form': {
    status: 422,
    text: 'Een nieuw plan begint met een ingevuld formulier in Word (.docx) of LibreOffice (.odt). Een begroting importeert u in een plan dat er al is.',
  },
} as const satisfies Record<string, ErrorRow>
