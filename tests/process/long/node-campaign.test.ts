import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Disaster, NodeCampaign } from '../../crash/node-campaign.ts'
import { noPostgres, withoutDisk } from '../../support/postgres-instance.ts'
import { Random } from '../../support/random.ts'

/** A short run of `npm run test:crash -- --database postgres`. */
describe.skipIf(noPostgres !== null)('three servers, a database and its standby', () => {
  let campaign: NodeCampaign
  const random = new Random(20_261_130)
  beforeAll(async () => {
    campaign = await NodeCampaign.start({
      nodes: 3,
      plans: 2,
      clientsPerPlan: 3,
      hasStandby: true,
      settings: withoutDisk,
    })
  }, 120_000)
  afterAll(() => campaign?.finish(), 60_000)

  test.each<[Disaster, number]>([
    ['node', 3],
    ['database', 1],
    ['promotion', 1],
  ])(
    'AK2 AK4 after the death of a %s (%i times), every acknowledged change is on every screen once',
    async (disaster, times) => {
      for (let n = 0; n < times; n++) {
        const round = await campaign.round(disaster, random)
        expect(round).toMatchObject({ lost: 0, doubled: 0, unequal: 0 })
        expect(round.acked).toBeGreaterThan(0)
      }
      expect(await campaign.settle()).toEqual({ lost: 0, doubled: 0, unequal: 0 })
    },
    180_000,
  )
})
