import { partsOfFormat } from '../format/parts-of-format.ts'
import type { Format } from '../format/schema.ts'
import { limits } from '../limits.ts'
import type { PlanContent } from '../plan/content.ts'
import type { Steps } from '../steps.ts'
import { piecesOf } from './plan-pieces.ts'

export type SectionText = { section: string; text: string }

/** Work units for a section. */
const sectionUnits = 200

/**
 * What people wrote in each section, a line for each place. A section is read as by a member who was invited to it alone, so that
 * its text names nothing of another one.
 */
export function* sectionTexts(format: Format, content: PlanContent): Steps<SectionText[]> {
  const texts: SectionText[] = []
  for (const { id } of format.sections) {
    yield sectionUnits
    const shown = partsOfFormat(format, [id])
    let text = ''
    for (const piece of piecesOf(shown, content)) {
      if (piece.section.id !== id) continue
      const words = piece.text.trim()
      if (words !== '') text += `${words.replace(/\n{2,}/g, '\n')}\n`
      if (text.length >= limits.searchedSection.max) break
    }
    // Neither database stores a NUL or half a letter as text.
    const stored = text.slice(0, limits.searchedSection.max).replace(/\0|\p{Surrogate}/gu, ' ')
    if (stored.trim() !== '') texts.push({ section: id, text: stored })
  }
  return texts
}
