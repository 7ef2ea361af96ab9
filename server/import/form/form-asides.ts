import type { Unplaced } from '#shared/import/import-result.ts'
import type { FileAside } from '../file.ts'
import type { FormWords } from './form-words.ts'

type AsideWords = { where: string; why: string }

const words: Readonly<Record<FileAside['kind'], AsideWords>> = {
  note: {
    where: 'Voetnoot',
    why: 'Een plan heeft geen voetnoten. Zet de tekst zo nodig in een veld.',
  },
  comment: {
    where: 'Opmerking in de kantlijn',
    why: 'Opmerkingen horen niet bij de tekst. Zet ze zo nodig zelf als reactie in het plan.',
  },
  margin: {
    where: 'Kop- of voettekst',
    why: 'Dit staat boven of onder elke pagina, buiten het formulier.',
  },
  drawing: {
    where: 'Tekening of grafiek',
    why: 'Woorden in een tekening hebben geen plaats in het formulier. Zet ze zo nodig in een veld.',
  },
  deleted: {
    where: 'Bijgehouden wijziging',
    why: 'Deze woorden zijn in Word verwijderd, met wijzigingen bijhouden aan.',
  },
  hidden: {
    where: 'Verborgen tekst',
    why: 'Word laat deze tekst niet zien. Wat er staat, nemen we niet over.',
  },
}

/** The words of a document that stand beside its text, each with the reason that it is not placed. */
export function unplacedAsides(asides: readonly FileAside[], form: FormWords): Unplaced[] {
  return asides.flatMap((aside): Unplaced[] => {
    if (aside.text.trim() === '' || (aside.kind === 'margin' && isOwnFooter(aside.text, form)))
      return []
    const { where, why } = words[aside.kind]
    return [
      {
        text: aside.quote === undefined ? aside.text : `Bij “${aside.quote}”: ${aside.text}`,
        where: aside.by === undefined ? where : `${where} van ${aside.by}`,
        why,
      },
    ]
  })
}

/** The footer of our own exports: the title of the plan, its state, and the number of the page. */
function isOwnFooter(text: string, form: FormWords): boolean {
  const match = /^(.*) · [^·]+?[\s·]+Pagina\s*\d*\s*van\s*\d*$/.exec(text.trim())
  return match !== null && form.isOwnHead(match[1] ?? '')
}
