import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeClientFrame,
  encodeAwareness,
  encodeStep1,
  encodeStep2,
  encodeUpdate,
} from '#shared/protocol/codec.ts'
import { HostileRun } from './hostile-run.ts'

const kinds = ['step1', 'write', 'awareness', 'queryAwareness', 'bad']
const real = fc.oneof(
  fc.uint8Array().map(encodeStep1),
  fc.uint8Array().map(encodeStep2),
  fc.uint8Array().map(encodeUpdate),
  fc
    .array(fc.record({ clientId: fc.nat(), clock: fc.nat(), state: fc.json() }), { maxLength: 3 })
    .map(encodeAwareness),
)

describe('UP6 PR2 bytes from anybody', () => {
  test('UP6 any bytes are a frame or bad, and reading them never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) =>
        kinds.includes(decodeClientFrame(bytes).kind),
      ),
      { numRuns: 3000 },
    )
  })

  test('UP6 a real frame with a byte changed, cut off or added is a frame or bad', () => {
    fc.assert(
      fc.property(real, fc.nat(), fc.nat(255), fc.nat(), (frame, at, byte, length) => {
        const changed = frame.map((old, i) => (i === at % frame.length ? byte : old))
        return [
          changed,
          changed.slice(0, length % (frame.length + 1)),
          Uint8Array.from([...changed, byte]),
        ].every((bytes) => kinds.includes(decodeClientFrame(bytes).kind))
      }),
      { numRuns: 2000 },
    )
  })

  test('UP6 two messages in one frame are bad: a second one would pass the checks on the first', () => {
    fc.assert(
      fc.property(
        real,
        real,
        (a, b) => decodeClientFrame(Uint8Array.from([...a, ...b])).kind === 'bad',
      ),
      { numRuns: 1000 },
    )
  })

  test('UP1 UP6 AU2 PR1 LG4 LG5 a live room: 18,000 hostile frames change nothing that they may not', async () => {
    const total = new Map<string, number>()
    for (const seed of [1, 2, 3, 4, 5, 6])
      for (const [what, count] of await HostileRun.run(seed, 3000))
        total.set(what, (total.get(what) ?? 0) + count)
    for (const kind of [
      'bytes',
      'mutated',
      'mutatedUpdate',
      'forged',
      'forgedStep2',
      'spliced',
      'joined',
      'presence',
      'honest',
      'step1',
    ])
      expect(total.get(`frame ${kind}`), kind).toBeGreaterThan(100)
    for (const code of [4400, 4403])
      expect(total.get(`closed ${code}`), String(code)).toBeGreaterThan(300)
    // Some frames must be accepted, otherwise the run tested nothing.
    expect(total.get('logged forged')).toBeGreaterThan(200)
    expect(total.get('plan compared')).toBeGreaterThanOrEqual(20)
  }, 60_000)
})
