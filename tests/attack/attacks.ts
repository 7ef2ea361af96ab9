import type { Attack } from './attack.ts'
import { crowdAttacks } from './attacks/crowds.ts'
import { floodAttacks } from './attacks/floods.ts'
import { heavyReadAttacks } from './attacks/heavy-reads.ts'
import { largestAttacks } from './attacks/largest.ts'
import { makerAttacks } from './attacks/makers.ts'
import { strangerAttacks } from './attacks/strangers.ts'
import { updateAttacks } from './attacks/updates.ts'

/** No attack: measures the delays of the machine itself. */
const nothing: Attack = {
  id: 'nothing',
  title: 'nobody attacks',
  prepare: async () => async () => ({ did: 'nothing', claims: [] }),
}

/** Every attack of the suite, in order. */
export const attacks: readonly Attack[] = [
  nothing,
  ...updateAttacks,
  ...floodAttacks,
  ...crowdAttacks,
  ...makerAttacks,
  ...heavyReadAttacks,
  ...largestAttacks,
  ...strangerAttacks,
]
