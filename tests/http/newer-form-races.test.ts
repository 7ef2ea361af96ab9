import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { followNewerForm } from '#server/plans/newer-form.ts'
import { createPlanWriter } from '#server/plans/plan-writer.ts'
import { silentLogger } from '#server/runtime.ts'
import { loadFormats } from '#server/storage/formats.ts'
import { AppError, type ProblemBody } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { setValue } from '#shared/plan/rows.ts'
import { atOnce } from '#shared/steps.ts'
import { editPlan } from './edit-plan.ts'
import { type OlderForm, openOlderForm } from './older-form.ts'

const never = async (): Promise<never> => {
  throw new Error('Not asked for here.')
}

/** Plans that an earlier release stored, on the second version of each form. */
describe('EV6 a newer version of the form of a plan', () => {
  let its: OlderForm
  beforeEach(async () => {
    its = await openOlderForm()
  })
  afterEach(() => its.test.close())

  describe('while others write in the plan', () => {
    /** Follows it with a reading after which `edits` times somebody writes, before the plan is locked. */
    async function followWhileWritten(edits: number) {
      const { who, plan } = await its.inConcept('Wijkplan Kraaienveen')
      const { db, rooms, log } = its.test.installation
      const folder = fileURLToPath(new URL('../../shared/formats', import.meta.url))
      let readings = 0
      const following = followNewerForm(
        {
          db,
          formats: await loadFormats({ folders: [folder], db }),
          rooms: {
            async readInSteps(planId, minSeq, reader) {
              const read = await rooms.readInSteps(planId, minSeq, reader)
              readings++
              if (readings <= edits)
                await editPlan(its.test, { planId, who }, (doc) =>
                  setValue(doc, 'wijk', `Wijk ${readings}`),
                )
              return read
            },
          },
          turns: { take: async (_, steps) => atOnce(steps), make: never, readLog: never },
          summaries: { changed: () => undefined },
          writer: createPlanWriter({
            db,
            log,
            clock: its.test.clock,
            logger: silentLogger,
            originOf: () => ({ channel: 'server', address: null }),
            keepAsks: async () => [],
          }),
        },
        { planId: plan.id, userId: await who.userId(), version: 3 },
      )
      const code = await following.then(
        () => null,
        (error: unknown) => (error instanceof AppError ? error.code : 'other'),
      )
      return { code, readings, version: (await its.rowOf(plan.id)).format_version }
    }

    it('the plan is read again, because what they wrote may have no place', async () => {
      expect(await followWhileWritten(2)).toEqual({ code: null, readings: 3, version: 3 })
    })

    it('gives up after a few readings, and nothing changed (limit newerFormReadings)', async () => {
      const { max } = limits.newerFormReadings
      expect(await followWhileWritten(max)).toEqual({
        code: 'form-changed',
        readings: max,
        version: 2,
      })
    })
  })

  it('a version of a reading from before it is refused', async () => {
    const { who, plan } = await its.inConcept('Wijkplan Kraaienveen')
    const before = await its.versionsOf(who, plan.id)
    const { rooms } = its.test.installation
    const read = rooms.readInSteps.bind(rooms)
    // The reading of the version waits until the plan follows the new form.
    rooms.readInSteps = async (...given) => {
      const content = await read(...given)
      rooms.readInSteps = read
      expect((await its.follow(who, plan.id)).status).toBe(200)
      return content
    }
    const made = await who.ask<ProblemBody>('POST', `/api/plans/${plan.id}/versions`, {
      body: { name: 'Van daarvoor' },
    })
    expect(made.body).toMatchObject({ code: 'form-changed' })
    expect(await its.versionsOf(who, plan.id)).toEqual(before)
  })
})
