import { formatList } from '../format-list.ts'
import type { CorrectedPart } from './signatory.ts'

const names: Record<CorrectedPart, string> = {
  position: 'functie',
  organisation: 'organisatie',
  level: 'mandaat',
  onBehalfOf: 'namens wie',
}

/** "verbeterde zelf: mandaat en namens wie"; empty without corrections. */
export function correctedText(corrected: readonly CorrectedPart[]): string {
  return corrected.length === 0
    ? ''
    : `verbeterde zelf: ${formatList(corrected.map((part) => names[part]))}`
}
