import type { Role } from '#shared/access.ts'

// What one can do on the page of a plan: the names in the menu and in the list of Opdrachten, their keys, and the help.

export const menu = 'Meer en hulp'
export const palette = 'Opdrachten'
export const paletteLabel = 'Wat wilt u doen?'
export const paletteHint = 'Typ een woord, kies met ↑ en ↓ en druk op Enter.'
export const found = (count: number) =>
  count === 0 ? 'Geen opdracht gevonden' : count === 1 ? '1 opdracht' : `${count} opdrachten`
export const noneFound = 'Geen opdracht gevonden. Typ een ander woord.'
export const findWords = (words: string) => `Zoek “${words}” in het plan`
export const goToSection = (name: string) => `Ga naar ${name}`

export const undo = 'Ongedaan maken'
export const redo = 'Opnieuw'
export const find = 'Zoeken en vervangen'
export const findOnly = 'Zoeken'
export const comment = 'Reageren op deze plek'
export const commentOnPlan = 'Reageren op het hele plan'
export const showComments = 'Reacties tonen'
export const hideComments = 'Reacties verbergen'
export const showHistory = 'Geschiedenis'
export const hideHistory = 'Geschiedenis sluiten'
export const exportPlan = 'Exporteren'
export const importFile = 'Importeren'
export const print = 'Afdrukken'
export const agreement = 'Akkoord'
export const members = 'Leden'
export const consultation = 'Consultatie'
export const audit = 'Logboek'
export const toYear = 'Naar het blad Jaar'
export const toPlan = 'Naar het blad Plan'
export const shortcuts = 'Sneltoetsen'
export const help = 'Hulp: de eerste tien dingen'
export const plans = 'Naar uw plannen'
export const account = 'Uw gegevens'

/** Other words for the same, by which people look for them. */
export const otherWords = {
  undo: 'terug fout herstellen',
  redo: 'herhalen vooruit',
  palette: 'commando',
  find: 'vinden ctrl f tekst wijzigen overal',
  comment: 'opmerking vraag commentaar',
  commentOnPlan: 'opmerking vraag commentaar',
  comments: 'opmerkingen vragen commentaar paneel',
  history: 'versies eerder vastleggen versie maken terugzetten dagen',
  export: 'downloaden Word pdf Excel bestand opslaan als',
  import: 'inlezen bestand Word Excel csv',
  print: 'printen papier',
  agreement: 'goedkeuren tekenen voorleggen indienen vaststellen',
  members: 'uitnodigen mensen rechten delen collega',
  consultation: 'reacties vragen meelezen inwoners leeslink',
  audit: 'wie wat wanneer controle',
  sheet: 'uren begroting werkelijk vergaderingen acties',
  shortcuts: 'toetsen toetsenbord',
  help: 'uitleg hoe werkt handleiding beginnen',
  plans: 'overzicht lijst begin home',
  account: 'naam profiel instellingen donker licht',
} as const

export const helpTitle = 'De eerste tien dingen'
export const helpMore = 'Alles wat u hier kunt doen, staat bij Opdrachten (Ctrl + K).'
export const toPalette = 'Opdrachten bekijken'

type Step = { title: string; text: string }

const read: readonly Step[] = [
  {
    title: 'Lezen',
    text: 'Het plan staat in het midden. Links staat de inhoud: kies een onderdeel om erheen te gaan. Op een telefoon kiest u eerst Inhoud.',
  },
  {
    title: 'Openen wat dicht is',
    text: 'Mensen, thema’s en activiteiten zijn één regel. Klik op de regel om alles te zien. Niemand anders merkt daar iets van.',
  },
  {
    title: 'Zoeken',
    text: 'Druk op Ctrl + F of op het vergrootglas. U vindt tekst, bedragen en reacties, ook als ze dicht zijn.',
  },
  {
    title: 'Plan en Jaar',
    text: 'Op het blad Plan staat het formulier. Op het blad Jaar staat wat tijdens het jaar wordt bijgehouden, zoals uren en acties.',
  },
]

const talk: readonly Step[] = [
  {
    title: 'Reageren',
    text: 'Kies woorden in de tekst en klik op Reageren, of ga naar een vak en druk op Ctrl + Alt + M. Uw reactie staat naast het plan.',
  },
  {
    title: 'Iemand noemen',
    text: 'Typ @ en een naam in uw reactie. Die persoon krijgt uw vraag te zien bij “Voor u”.',
  },
]

const last: readonly Step[] = [
  {
    title: 'Wat is er veranderd?',
    text: 'Bovenaan staat wat er veranderde sinds u er het laatst was. In Geschiedenis kiest u een versie of een dag van eerder.',
  },
  {
    title: 'Opslaan en afdrukken',
    text: 'Kies Exporteren voor Word, pdf of Excel. Met Ctrl + P drukt u het plan af.',
  },
  {
    title: 'Zonder verbinding',
    text: 'Een plan dat u hier opende, blijft leesbaar zonder internet. Bovenaan ziet u of u verbonden bent.',
  },
]

const write: readonly Step[] = [
  {
    title: 'Schrijven',
    text: 'Klik in een vak en typ. Alles wordt vanzelf opgeslagen; bovenaan staat Opgeslagen. Anderen zien meteen wat u typt.',
  },
  {
    title: 'Iets toevoegen',
    text: 'Onder elke lijst staat een knop, zoals Thema toevoegen. Met Ctrl + Enter voegt u hieronder een regel toe.',
  },
  {
    title: 'Ongedaan maken',
    text: 'Met Ctrl + Z gaat u stap voor stap terug. Alleen wat u zelf deed gaat terug, niet het werk van een ander.',
  },
]

/** Ten things for everyone who writes; what others can't do is left out and replaced by what they can. */
export const firstTen: Readonly<Record<Role, readonly Step[]>> = {
  coordinator: [
    ...write,
    ...talk,
    {
      title: 'Mensen uitnodigen',
      text: 'Kies Leden in het menu. U maakt een link voor kernteamleden, wijkpartners of lezers, ook voor een deel van het plan.',
    },
    {
      title: 'Reacties en akkoord vragen',
      text: 'De groene knop bovenaan is de volgende stap: eerst een consultatie, dan ter akkoord voorleggen, dan indienen.',
    },
    ...last,
  ],
  editor: [
    ...write,
    ...talk,
    {
      title: 'Zoeken en vervangen',
      text: 'Druk op Ctrl + F. Met Vervangen wijzigt u een woord overal tegelijk; dat is één stap om ongedaan te maken.',
    },
    {
      title: 'Akkoord geven',
      text: 'Ligt er een versie voor, dan staat bovenaan de knop Antwoorden. U tekent namens uw discipline.',
    },
    ...last,
  ],
  commenter: [
    ...read,
    ...talk,
    {
      title: 'Antwoorden',
      text: 'Bij een reactie kiest u Antwoorden. Met Alt + R gaat u van een plek in het plan naar de reactie die erbij hoort.',
    },
    ...last,
  ],
  reader: [
    ...read,
    {
      title: 'Reacties lezen',
      text: 'Klik op het tekstwolkje bovenaan. De coördinator bepaalt of lezers de reacties zien.',
    },
    {
      title: 'Wie doet er mee?',
      text: 'Kies Leden in het menu. Daar staat wie meeschrijft, wie meeleest en namens welke discipline.',
    },
    {
      title: 'Meer willen doen?',
      text: 'Vraag de coördinator van het plan om u wijkpartner of kernteamlid te maken. Dan kunt u reageren of meeschrijven.',
    },
    ...last,
  ],
}
