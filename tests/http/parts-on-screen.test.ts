import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Thread } from '#shared/api/comments.ts'
import type { PlanParts } from '#shared/api/parts.ts'
import { formats, openPlanOfParts, type PlanOfParts, shownField } from './plan-of-parts.ts'

const withoutThemes = {
  'medrie-wijkplan': 'netwerkvorming',
  'hecht-wijkverband': 'gewenst',
  'rijnmond-wijkplan': 'vervolg',
} as const

type Tagged = { tag: string; seq: number; parts: PlanParts | null }

describe.each(formats)('a member who was invited to parts of a plan (%s)', (formatId) => {
  let its: PlanOfParts
  beforeAll(async () => {
    its = await openPlanOfParts(formatId)
  })
  afterAll(() => its.test.close())

  describe('on an open screen', () => {
    let open: Tagged
    const change = async (body: unknown) =>
      expect(
        (await its.els.ask('PATCH', its.path(`/members/${await its.wim.userId()}`), { body }))
          .status,
      ).toBe(200)
    const waitFor = (tag: string) =>
      its.wim.ask<Tagged>('GET', its.path(`/parts?wait=20000&after=${tag}`))
    /** Moves the clock until the response arrives; returns the elapsed time. */
    async function answered<T>(asked: Promise<T>): Promise<{ answer: T; afterMs: number }> {
      const start = its.test.clock.now()
      let answer: { value: T } | null = null
      void asked.then((value) => {
        answer = { value }
      })
      await vi.waitFor(
        () => {
          its.test.clock.advance(250)
          if (answer === null) throw new Error('nothing yet')
        },
        { interval: 5, timeout: 10_000 },
      )
      return {
        answer: (answer as unknown as { value: T }).value,
        afterMs: its.test.clock.now() - start,
      }
    }
    beforeEach(async () => {
      await change({ sections: its.sections })
      open = await its.wim.get<Tagged>(its.path('/parts'))
    })

    it('a change in the parts comes; one in the rest does not even wake the screen', async () => {
      const waiting = waitFor(open.tag)
      await its.comment(its.noor, { kind: 'plan' }, 'MERKREACTIE stil')
      const { answer } = await answered(waiting)
      expect(answer.body).toMatchObject({ tag: open.tag, parts: null })
      const second = waitFor(open.tag)
      await its.comment(its.els, { kind: 'field', field: shownField[formatId] }, 'Kijk eens')
      const told = await answered(second)
      expect(told.answer.body.parts?.threadsTag).not.toBe(open.parts?.threadsTag)
    })

    it('a signalled change is answered without any time going by, and a hidden one sets no timer', async () => {
      let isAnswered = false
      const waiting = waitFor(open.tag)
      void waiting.then(() => {
        isAnswered = true
      })
      const rightsAsked = vi.spyOn(its.test.installation.guard, 'membership')
      await vi.waitFor(() => expect(its.test.installation.rooms.sessions().size).toBeGreaterThan(0))
      const atRest = rightsAsked.mock.calls.length
      for (let quarter = 0; quarter < 40; quarter++) its.test.clock.advance(250)
      expect(rightsAsked.mock.calls.length).toBe(atRest)
      await its.comment(its.noor, { kind: 'plan' }, 'MERKREACTIE verborgen')
      await vi.waitFor(() =>
        expect(rightsAsked.mock.calls.length).toBeGreaterThanOrEqual(atRest + 2),
      )
      expect(isAnswered).toBe(false)
      its.test.clock.advance(1_000)
      await its.comment(its.els, { kind: 'field', field: shownField[formatId] }, 'En dit?')
      const { body } = await waiting
      expect(body.tag).not.toBe(open.tag)
      expect(JSON.stringify(body)).not.toContain('MERKREACTIE')
      rightsAsked.mockRestore()
    })

    it('fewer sections, all of them, or none at all take effect within a second', async () => {
      const fewer = waitFor(open.tag)
      await change({ sections: [withoutThemes[formatId]] })
      const narrowed = (await answered(fewer)).answer.body
      expect(narrowed.parts?.plan.sections).toEqual([withoutThemes[formatId]])
      expect(Object.keys(narrowed.parts?.content.tables ?? {})).not.toContain('themes')

      const all = waitFor(narrowed.tag)
      await change({ sections: null })
      const whole = (await answered(all)).answer.body
      expect(whole.parts?.plan.sections).toBeNull()

      await change({ sections: its.sections })
      const gone = waitFor((await its.wim.get<Tagged>(its.path('/parts'))).tag)
      expect(
        (await its.els.ask('DELETE', its.path(`/members/${await its.wim.userId()}`))).status,
      ).toBe(200)
      expect((await answered(gone)).answer).toMatchObject({
        status: 403,
        body: { code: 'no-access' },
      })
      const { url } = await its.els.post<{ url: string }>(its.path('/invites'), {
        role: 'commenter',
        sections: its.sections,
      })
      await its.wim.accept(url)
    })

    it('words are pointed at by their place, for what others write too', async () => {
      const target = { kind: 'field', field: shownField[formatId] } as const
      const [text = ''] = its.shown.filter((mark) =>
        JSON.stringify(open.parts?.content.fields[target.field]).includes(mark),
      )
      const thread = await its.comment(its.wim, target, 'Dit woord?', {
        words: { from: 4, to: 8, quote: text.slice(4, 8) },
      })
      expect(thread).toMatchObject({ quote: text.slice(4, 8) })
      expect(thread.range).toBeUndefined()
      expect((await its.wim.get<Tagged>(its.path('/parts'))).parts?.words[thread.id]).toEqual({
        from: 4,
        to: 8,
      })
      const seenByEls = await its.els.get<Thread>(`/api/threads/${thread.id}`)
      expect(seenByEls.range).toMatchObject({ quote: text.slice(4, 8) })
      expect(
        await its.wim.refusal('POST', its.path('/threads'), {
          body: { target, body: 'x', words: { from: 0, to: 5, quote: 'staat hier niet' } },
        }),
      ).toBe('422 invalid-values')
    })
  })
})
