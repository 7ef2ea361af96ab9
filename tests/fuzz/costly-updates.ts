import { type Attack, times } from './costly/forged-parts.ts'
import { inPieces } from './costly/pieces.ts'
import { atOnePlace } from './costly/places.ts'
import { byReference } from './costly/references.ts'

/**
 * Updates whose cost might grow faster than their size: each kind aims at one operation that Yjs, or our scan, repeats for
 * each item of something else. `size` is about the number of these items.
 */
const single = { ...atOnePlace, ...inPieces, ...byReference }

const singles = Object.values(single) as Attack[]

export type AttackName = keyof typeof single | 'of three others, one after the other'
export const attacks: Record<AttackName, Attack> = {
  ...single,
  'of three others, one after the other': (size, random) =>
    times(3, () => random.pick(singles)?.(size, random) ?? []).flat(),
}
export const attackNames = Object.keys(attacks) as AttackName[]
