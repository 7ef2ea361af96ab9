// Reading a file into a plan.

export const file = 'Bestand om te importeren'
export const chooseOther = 'Ander bestand kiezen'
export const choose = 'Bestand kiezen'
export const reading = (fileName: string) => `${fileName} wordt gelezen…`

export const changeKinds = {
  added: 'Nieuw',
  removed: 'Niet in het bestand',
  changed: 'Gewijzigd',
  layout: 'Alleen andere opmaak',
  moved: 'Verplaatst',
}
export const sides = { old: 'Nu in het plan', new: 'In het bestand' }
export const bsn =
  'Hierin staat iets dat op een BSN lijkt. Een BSN mag niet in een wijkplan. Dit wordt niet overgenomen. Haal het nummer weg in het bestand, of geef aan waarom het geen BSN is.'
export const allOf = (title: string) => `Alles van ${title}`
export const takeAll = 'Alles overnemen'
export const takeNone = 'Niets overnemen'
export const take = 'Overnemen'
export const takeAway = 'Weghalen uit het plan'
export const makeEmpty = 'Leegmaken in het plan'

export const sumsDiffer = 'Het bestand telt anders op'
export const sumDiffers = (
  label: string,
  where: string,
  printed: string,
  taken: string,
  difference: string,
) =>
  `${label} (${where}): in het bestand staat ${printed}. De regels die wij lezen zijn samen ${taken}. Het verschil is ${difference}.`
export const sumsCheck =
  'Kijk of alle regels hieronder staan, of er een totaal bij staat als regel, en wat er bij “Niet geplaatst” staat.'
export const sumsSeen = 'Ik heb het verschil gezien en neem de regels zo over.'

export const unplaced = (count: number) => `Niet geplaatst (${count})`
export const unplacedText =
  'Dit staat wel in het bestand, maar komt niet vanzelf in het plan. Kopieer wat u wilt bewaren en plak het waar het hoort.'
export const copyOf = (where: string) => `Kopiëren: ${where}`
export const isCopied = 'De tekst is gekopieerd.'
export const isSelected = 'De tekst is geselecteerd.'
export const copy = 'Kopiëren'

export const unreadable = 'Dit bestand kon niet worden gelezen. Probeer het opnieuw.'
