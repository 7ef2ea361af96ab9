import { formatMoment } from './moment.ts'

const megabyte = 1024 * 1024

export const attachmentTexts = {
  menu: 'Bijlagen',
  title: (place: string) => `Bijlagen bij ${place}`,
  open: (count: number, place: string) =>
    count === 0
      ? `Bijlage toevoegen bij ${place}`
      : count === 1
        ? `1 bijlage bij ${place}`
        : `${count} bijlagen bij ${place}`,
  add: 'Bijlage toevoegen',
  kinds:
    'Een pdf, een foto (jpg of png), een bestand van Word, Excel of LibreOffice, of een tekst. Hooguit 10 MB per bestand. Zet er geen gegevens van cliënten in.',
  none: 'Hier staan nog geen bijlagen.',
  noneYet: 'Hier staan nog geen bijlagen. Voeg bijvoorbeeld een factuur of een offerte toe.',
  loading: 'De bijlagen worden geladen',
  offline:
    'U heeft nu geen verbinding. Bijlagen staan op de server: u kunt ze openen en toevoegen zodra er weer verbinding is.',
  failed: 'De bijlagen konden niet worden geladen. Sluit dit venster en probeer het opnieuw.',
  sending: (name: string) => `“${name}” wordt verstuurd…`,
  added: (name: string) => `“${name}” staat bij de bijlagen.`,
  refused: (name: string, reason: string) => `“${name}” is niet toegevoegd. ${reason}`,
  download: (name: string) => `${name} downloaden`,
  remove: (name: string) => `${name} verwijderen`,
  removeTitle: 'Bijlage verwijderen',
  removeText: (name: string) =>
    `“${name}” is daarna voor niemand meer te openen. Dit kunt u niet ongedaan maken.`,
  removed: (name: string) => `“${name}” is verwijderd.`,
  about: (bytes: number, by: string, at: string) =>
    `${size(bytes)}, toegevoegd door ${by}, ${formatMoment(at)}`,
}

function size(bytes: number): string {
  if (bytes >= megabyte) return `${(bytes / megabyte).toFixed(1).replace('.', ',')} MB`
  return `${Math.max(1, Math.round(bytes / 1024))} kB`
}
