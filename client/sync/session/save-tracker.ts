import { AppError } from '#shared/errors.ts'
import type { Clock } from '../clock.ts'
import { share } from '../share.ts'
import { createSignal, type Source } from '../source.ts'
import {
  freshSaveModel,
  hasUnsaved,
  type Moment,
  reduceSave,
  type SaveEvent,
  type SaveModel,
  saveStateOf,
} from './save-state.ts'
import type { SaveState } from './session.ts'

/** How long `whenSaved` waits for a connection to come back. */
const waitMs = 15_000

/** An event without its times, which the tracker adds. */
export type Untimed<T> = T extends unknown ? Omit<T, keyof Moment> : never

export type SaveTracker = {
  readonly state: Source<SaveState>
  readonly hasUnsaved: Source<boolean>
  model(): SaveModel
  dispatch(event: Untimed<SaveEvent>): void
  /** Sets whether the plan is complete: until then no state counts as saved. */
  setLoaded(isLoaded: boolean): void
  whenSaved(): Promise<void>
  close(): void
}

/** Runs the save model: events in, the save state for the screen out. */
export function createSaveTracker(clock: Clock): SaveTracker {
  let model = freshSaveModel
  let isLoaded = false
  const state = createSignal<SaveState>(saveStateOf(model, isLoaded))
  const unsaved = createSignal(false)
  const waiting = new Set<() => void>()

  function publish() {
    state.set(share(state.get(), saveStateOf(model, isLoaded)))
    unsaved.set(hasUnsaved(model))
  }

  return {
    state,
    hasUnsaved: unsaved,
    model: () => model,
    dispatch: (event) => {
      model = reduceSave(model, {
        ...event,
        at: clock.now(),
        elapsed: clock.elapsed(),
      } as SaveEvent)
      publish()
    },
    setLoaded: (next) => {
      isLoaded = next
      publish()
    },
    whenSaved: () =>
      new Promise((resolve, reject) => {
        const stop = () => {
          waiting.delete(abandon)
          unsubscribe()
          cancel()
        }
        const abandon = () => {
          stop()
          reject(new AppError('behind'))
        }
        const look = () => {
          const { kind } = state.get()
          if (kind === 'saved') stop()
          if (kind === 'saved') return resolve()
          if (
            model.phase.kind === 'closed' ||
            (kind === 'refused' && model.phase.kind === 'live')
          ) {
            stop()
            reject(new AppError(model.phase.kind === 'closed' ? model.phase.code : 'read-only'))
          }
        }
        const cancel = clock.after(waitMs, abandon)
        const unsubscribe = state.subscribe(look)
        waiting.add(abandon)
        look()
      }),
    close: () => {
      for (const abandon of [...waiting]) abandon()
    },
  }
}
