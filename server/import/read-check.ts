type Checked = { answer: 'ja' | 'nee' | null | undefined; note: string; problem: string | null }

const crossed = '[☒☑✓✔xX]'
const boxes = /[☐☒☑]/

/** The answer to a question of a checklist, as boxes (`☒ Ja ☐ Nee`) or in words (`Ja, besproken in maart`). */
export function readCheck(text: string): Checked {
  const flat = text.replace(/[\s\u00a0]+/g, ' ').trim()
  if (flat === '') return { answer: null, note: '', problem: null }
  if (boxes.test(flat)) {
    const yes = new RegExp(`${crossed} ?Ja`, 'i').test(flat)
    const no = new RegExp(`${crossed} ?Nee`, 'i').test(flat)
    const note = flat.replace(/[☐☒☑] ?(Ja|Nee)/gi, '').trim()
    if (yes && no)
      return {
        answer: undefined,
        note,
        problem: 'Ja en Nee zijn allebei aangekruist. Kies er een.',
      }
    return { answer: yes ? 'ja' : no ? 'nee' : null, note, problem: null }
  }
  const words = /^(ja|nee)(?![\p{L}\p{N}])[\s,.:;–-]*(.*)$/iu.exec(flat)
  if (words === null)
    return {
      answer: undefined,
      note: '',
      problem:
        'Hier staat geen Ja of Nee. Kies zelf het antwoord, en zet de tekst zo nodig in de toelichting.',
    }
  return {
    answer: words[1]?.toLowerCase() === 'ja' ? 'ja' : 'nee',
    note: words[2] ?? '',
    problem: null,
  }
}
