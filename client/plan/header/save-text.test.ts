import { describe, expect, it } from 'vitest'
import { losesWork, saveView } from './save-text.ts'

const now = Date.parse('2026-01-13T13:03:00Z')

describe('the text about saving', () => {
  it('names the time of the last saved state, in Dutch time', () => {
    expect(saveView({ kind: 'saved', at: now }, now)).toMatchObject({
      tone: 'ok',
      text: 'Opgeslagen om 14.03 uur',
      banner: null,
    })
  })

  it('becomes loud after five seconds without an acknowledgement', () => {
    expect(saveView({ kind: 'saving', since: now - 4_900 }, now)).toMatchObject({
      text: 'Bezig met opslaan…',
      banner: null,
      offersRescue: false,
    })
    expect(saveView({ kind: 'saving', since: now - 5_000 }, now)).toMatchObject({
      tone: 'bad',
      offersRescue: true,
      banner: expect.stringContaining('nog niet bevestigd'),
    })
  })

  it('never says that a device keeps a text that it does not keep', () => {
    expect(saveView({ kind: 'offline', isKept: true, hasUnsent: true }, now).text).toBe(
      'Offline: uw tekst staat op dit apparaat',
    )
    const lost = saveView({ kind: 'offline', isKept: false, hasUnsent: true }, now)
    expect(lost.text).toBe('Niet opgeslagen')
    expect(lost.offersRescue).toBe(true)
    expect(`${lost.text} ${lost.banner}`).not.toContain('staat op dit apparaat')
    expect(
      saveView({ kind: 'refused', code: 'unavailable', hasUnsent: true, isKept: true }, now).banner,
    ).toContain('blijft op dit apparaat')
    expect(
      saveView({ kind: 'refused', code: 'unavailable', hasUnsent: true, isKept: false }, now)
        .banner,
    ).toContain('kan uw tekst niet bewaren')
  })

  it('a user who returns to a plan that ended meanwhile is not told to ask for another role', () => {
    const refused = { kind: 'refused', code: 'read-only', hasUnsent: true, isKept: true } as const
    expect(saveView(refused, now).banner).toContain('Vraag de coördinator')
    expect(saveView(refused, now, { hasEnded: true })).toMatchObject({
      banner: expect.stringMatching(/vervallen of vervangen.*Download een kopie/),
      offersRescue: true,
    })
  })

  it('gives the reason of a refusal and offers a copy', () => {
    expect(
      saveView({ kind: 'refused', code: 'too-large', hasUnsent: true, isKept: true }, now),
    ).toMatchObject({
      text: 'Niet opgeslagen',
      offersRescue: true,
      banner: expect.stringContaining('te groot'),
    })
  })

  it('asks before leaving only when something would be lost', () => {
    expect(losesWork({ kind: 'saved', at: null })).toBe(false)
    expect(losesWork({ kind: 'offline', isKept: true, hasUnsent: true })).toBe(false)
    expect(losesWork({ kind: 'offline', isKept: false, hasUnsent: true })).toBe(true)
    expect(losesWork({ kind: 'refused', code: 'no-access', hasUnsent: true, isKept: true })).toBe(
      true,
    )
  })
})
