import { describe, expect, it } from 'vitest'
import {
  freshSaveModel,
  hasUnsaved,
  reduceSave,
  type SaveEvent,
  saveStateOf,
} from './save-state.ts'

type Untimed<T> = T extends unknown ? Omit<T, 'at' | 'elapsed'> : never
type Step = Untimed<SaveEvent>

const editor: Step[] = [
  { type: 'helloReceived', role: 'editor' },
  { type: 'sent', kind: 'handshake' },
  { type: 'synced' },
  { type: 'acked', count: 1 },
]
const edit = (isSent: boolean): Step[] => [
  ...(isSent ? [{ type: 'sent', kind: 'edit' } as const] : []),
  { type: 'localEdit', isSent },
]
const lost: Step = { type: 'connectionLost', code: null }

/** Each step takes a second, from 1 on. */
function run(steps: readonly Step[], isLoaded = true) {
  const model = steps.reduce(
    (before, step, index) =>
      reduceSave(before, { ...step, at: index + 1, elapsed: index + 1 } as SaveEvent),
    freshSaveModel,
  )
  return { state: saveStateOf(model, isLoaded), hasUnsaved: hasUnsaved(model) }
}

const cases: {
  name: string
  steps: Step[]
  isLoaded?: boolean
  state: object
  hasUnsaved?: boolean
}[] = [
  { name: 'nothing happened yet', steps: [], isLoaded: false, state: { kind: 'loading' } },
  {
    name: 'connected, content not here yet',
    steps: editor.slice(0, 2),
    isLoaded: false,
    state: { kind: 'loading' },
  },
  {
    name: 'in step, the answer of the handshake not acknowledged',
    steps: editor.slice(0, 3),
    state: { kind: 'saving', since: 1 },
  },
  { name: 'in step and acknowledged', steps: editor, state: { kind: 'saved', at: 4 } },
  {
    name: 'acknowledged before in step',
    steps: [...editor.slice(0, 2), { type: 'acked', count: 1 }],
    state: { kind: 'saving', since: 1 },
  },
  {
    name: 'an edit on its way',
    steps: [...editor, ...edit(true)],
    state: { kind: 'saving', since: 5 },
    hasUnsaved: true,
  },
  {
    name: 'an edit acknowledged',
    steps: [...editor, ...edit(true), { type: 'acked', count: 2 }],
    state: { kind: 'saved', at: 7 },
  },
  {
    name: 'two edits, one acknowledged',
    steps: [...editor, ...edit(true), ...edit(true), { type: 'acked', count: 2 }],
    state: { kind: 'saving', since: 5 },
    hasUnsaved: true,
  },
  {
    name: 'an ack of more than was sent',
    steps: [...editor, ...edit(false), { type: 'acked', count: 9 }],
    state: { kind: 'saving', since: 5 },
    hasUnsaved: true,
  },
  {
    name: 'an edit that no message carries',
    steps: [...editor, ...edit(false), { type: 'acked', count: 1 }],
    state: { kind: 'saving', since: 5 },
    hasUnsaved: true,
  },
  {
    name: 'offline with nothing open',
    steps: [...editor, { type: 'storageReady' }, lost],
    state: { kind: 'offline', isKept: true, hasUnsent: false },
  },
  {
    name: 'offline without storage',
    steps: [...editor, lost],
    state: { kind: 'offline', isKept: false, hasUnsent: false },
  },
  {
    name: 'storage that failed later',
    steps: [...editor, { type: 'storageReady' }, { type: 'storageFailed' }, lost],
    state: { kind: 'offline', isKept: false, hasUnsent: false },
  },
  {
    name: 'offline before the plan was here',
    steps: [lost],
    isLoaded: false,
    state: { kind: 'loading' },
  },
  {
    name: 'lost before the answer of the handshake was acknowledged: it held no work',
    steps: [...editor.slice(0, 3), lost],
    state: { kind: 'offline', isKept: false, hasUnsent: false },
  },
  {
    name: 'lost with an edit on its way',
    steps: [...editor, ...edit(true), lost],
    state: { kind: 'offline', isKept: false, hasUnsent: true },
    hasUnsaved: true,
  },
  {
    name: 'typed offline',
    steps: [...editor, lost, ...edit(false)],
    state: { kind: 'offline', isKept: false, hasUnsent: true },
    hasUnsaved: true,
  },
  {
    name: 'back with offline work',
    steps: [...editor, lost, ...edit(false), ...editor.slice(0, 3)],
    state: { kind: 'saving', since: 6 },
    hasUnsaved: true,
  },
  {
    name: 'back, offline work acknowledged',
    steps: [...editor, lost, ...edit(false), ...editor],
    state: { kind: 'saved', at: 10 },
  },
  {
    name: 'lost again before the ack of offline work',
    steps: [...editor, lost, ...edit(false), ...editor.slice(0, 3), lost],
    state: { kind: 'offline', isKept: false, hasUnsent: true },
    hasUnsaved: true,
  },
  {
    name: 'unsent work of an earlier page',
    steps: [{ type: 'copyLoaded', hasUnsent: true }, ...editor.slice(0, 3)],
    state: { kind: 'saving', since: 1 },
    hasUnsaved: true,
  },
  {
    name: 'a reader in step',
    steps: [{ type: 'helloReceived', role: 'reader' }, { type: 'synced' }],
    state: { kind: 'saved', at: 2 },
  },
  {
    name: 'a reader with work from before',
    steps: [
      { type: 'copyLoaded', hasUnsent: true },
      { type: 'helloReceived', role: 'reader' },
      { type: 'synced' },
    ],
    state: { kind: 'refused', code: 'read-only', hasUnsent: true, isKept: false },
    hasUnsaved: true,
  },
  {
    name: 'the server can not store',
    steps: [...editor, ...edit(true), { type: 'connectionLost', code: 'unavailable' }],
    state: { kind: 'refused', code: 'unavailable', hasUnsent: true, isKept: false },
    hasUnsaved: true,
  },
  {
    name: 'the server can store again',
    steps: [...editor, ...edit(true), { type: 'connectionLost', code: 'unavailable' }, ...editor],
    state: { kind: 'saved', at: 11 },
  },
  {
    name: 'closed for good',
    steps: [...editor, { type: 'closedFinal', code: 'no-access' }],
    state: { kind: 'refused', code: 'no-access', hasUnsent: false, isKept: false },
  },
  {
    name: 'nothing follows on closed for good',
    steps: [...editor, ...edit(true), { type: 'closedFinal', code: 'other-epoch' }, lost],
    state: { kind: 'refused', code: 'other-epoch', hasUnsent: true, isKept: false },
    hasUnsaved: true,
  },
]

describe('save state', () => {
  it.each(cases)('$name', ({ steps, isLoaded, state, hasUnsaved: expected }) => {
    const result = run(steps, isLoaded)
    expect(result.state).toEqual(state)
    expect(result.hasUnsaved).toBe(expected ?? false)
  })

  it('never says saved while an edit is not acknowledged, whatever happens in which order', () => {
    const steps: Step[] = [
      ...editor,
      ...edit(true),
      ...edit(false),
      lost,
      { type: 'copyLoaded', hasUnsent: true },
      { type: 'acked', count: 2 },
    ]
    let seen = 0
    const visit = (trail: Step[]) => {
      const { state, hasUnsaved: isOpen } = run(trail)
      if (state.kind === 'saved') {
        seen++
        expect(isOpen, JSON.stringify(trail)).toBe(false)
      }
      if (trail.length < 5) for (const step of steps) visit([...trail, step])
    }
    visit([{ type: 'helloReceived', role: 'editor' }])
    expect(seen).toBeGreaterThan(5)
  })
})
