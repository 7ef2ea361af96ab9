import { formatDay } from '#client/text/moment.ts'
import type { OutcomeLink, OutcomePage } from '#shared/api/outcome-links.ts'

type Shown = Pick<OutcomePage, 'versionNumber' | 'adoptedAt'>

/** The note above the outcomes, for a reader who does not know the plan. */
export function outcomeNote({
  versionNumber,
  adoptedAt,
  hasEnded,
}: Shown & Pick<OutcomePage, 'hasEnded'>): string {
  const version = `Dit is de openbare versie van het plan: versie ${versionNumber}, vastgesteld op ${formatDay(adoptedAt)}.`
  const leftOut = 'Namen van mensen, tarieven en contactgegevens staan er niet in.'
  return hasEnded ? `${version} ${leftOut} Het plan is daarna gesloten.` : `${version} ${leftOut}`
}

/** Which version the readers of the links see now. */
export function shownText(shown: Shown | null): string {
  return shown === null
    ? 'Er is nu geen vastgestelde versie. Wie een link heeft, ziet dat ook. De link toont de tekst weer als u een versie vaststelt.'
    : `Wie een link heeft, leest nu versie ${shown.versionNumber}, vastgesteld op ${formatDay(shown.adoptedAt)}. Stelt u een nieuwe versie vast, dan toont de link de nieuwe versie.`
}

/** In place of the outcomes, by the reason why there are none. */
export const outcomeGone = {
  revoked: {
    title: 'Deze link werkt niet meer',
    lead: 'De link is ingetrokken, of het plan is verwijderd.',
    next: 'Wilt u het plan toch lezen? Vraag het degene die u de link stuurde.',
  },
  nothing: {
    title: 'Er is nu geen vastgestelde versie',
    lead: 'Het team werkt nog aan dit plan.',
    next: 'De link blijft werken. Kijk later nog eens, of vraag het degene die u de link stuurde.',
  },
} as const

export const outcomePageTexts = {
  title: 'Uitkomsten lezen',
  loading: 'Bezig met ophalen van de uitkomsten',
  print: 'Afdrukken',
} as const

export const outcomeLinkTexts = {
  title: 'Uitkomsten delen',
  loading: 'Bezig met ophalen van de links',
  intro:
    'Met een link leest iemand zonder account de openbare versie van wat is vastgesteld: zonder namen van mensen, tarieven en contactgegevens. De link werkt tot u de link intrekt. Iedereen die de link heeft, kan lezen.',
  list: {
    label: 'Voor wie is de link?',
    example: 'Bijvoorbeeld: alle huisartsen in de wijk. Zo weet u later welke u kunt intrekken.',
    make: 'Link maken',
    form: 'Nieuwe link naar de uitkomsten',
    made: 'De link is klaar',
    keep: (): string => 'U ziet de link alleen nu. Stuur de link zelf door.',
    url: 'Link naar de uitkomsten',
    another: 'Nog een link maken',
    none: 'Er zijn nog geen links naar de uitkomsten.',
    all: 'Links naar de uitkomsten die nu werken',
    facts: (name: string, day: string): string => `Gemaakt door ${name} op ${day}`,
    revoke: ({ label }: Pick<OutcomeLink, 'label'>) => `Link intrekken: ${label}`,
    revokeTitle: 'Link intrekken?',
    revokeText: (label: string | undefined): string =>
      `De link voor “${label}” werkt daarna niet meer.`,
    revokeDo: 'Link intrekken',
    revoked: 'De link is ingetrokken.',
  },
} as const
