import type * as Y from 'yjs'
import type { Role } from '#shared/access.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import type { Clock } from '../clock.ts'
import type { LocalCopy } from '../device/indexeddb-copy.ts'
import type { LocalStore } from '../device/local-copy.ts'
import type { Rescue } from '../device/rescues.ts'
import type { SaveTracker } from './save-tracker.ts'

/** Storage that does not answer must not block the opening of the plan. */
const timeoutMs = 3_000
/** One write for many acknowledgements. */
const noteMs = 1_000

export type SessionCopyOptions = {
  store: LocalStore
  userId: string
  planId: string
  format: Format
  doc: Y.Doc
  save: SaveTracker
  clock: Clock
  /** The epoch from the server or from the manifest; null before either. */
  epoch: () => string | null
  role: () => Role | null
  /** Up to where the copy knows the plan. */
  known: () => { timeline: string | null; seq: number }
  isLoaded: () => boolean
  /** The session is closed: the manifest must not change any more. */
  isOver: () => boolean
  /** The copy held the whole plan. */
  onWhole: () => void
}

export type SessionCopy = {
  /** Whether a transaction loaded the copy into the document. */
  isOrigin(origin: unknown): boolean
  /** Loads the copy before the plan connects, within a timeout. Never rejects: without a copy the plan opens all the same. */
  openFromManifest(epoch: string): Promise<void>
  /** Opens the first copy without blocking: a slow device stores the text later. */
  openFirst(epoch: string): void
  /** The document, and so the copy, holds the whole plan. */
  markWhole(): void
  /** Stores the epoch and role with which this device may open the plan offline. */
  writeManifest(): void
  /** A higher number arrived: stores it within a second. */
  noteSoon(): void
  /** The server accepted the copy of this epoch, so it needs no rescue. */
  clearRescue(epoch: string): void
  /**
   * No server accepts the copy any more. Without access the copy is removed, unless it holds unacknowledged work; that is put
   * aside as a rescue, as is a copy of another epoch, or of a plan that the server lost.
   */
  settle(code: ErrorCode, title: () => string): void
  /** Removes the copy from this device. */
  forget(): void
  /** Detaches the copy but leaves it on this device. */
  leave(): void
  close(): void
}

/** The copy of a plan on this device, while a session has the plan open. */
export function createSessionCopy({
  store,
  userId,
  planId,
  format,
  doc,
  save,
  clock,
  epoch,
  role,
  known,
  isLoaded,
  isOver,
  onWhole,
}: SessionCopyOptions): SessionCopy {
  let copy: LocalCopy | null = null
  let isClosed = false
  const stopMarking = save.hasUnsaved.subscribe(() => copy?.markUnsent(save.hasUnsaved.get()))

  /** `isWhole` only if the copy really holds the whole plan. */
  function writeManifest() {
    const [ofEpoch, mine] = [epoch(), role()]
    if (!isClosed && !isOver() && ofEpoch !== null && mine !== null)
      store.setManifest(userId, planId, {
        epoch: ofEpoch,
        role: mine,
        isWhole: isLoaded() && save.model().isKept,
        ...known(),
      })
  }

  let cancelNote: (() => void) | null = null
  function noteSoon() {
    cancelNote ??= clock.after(noteMs, () => {
      cancelNote = null
      writeManifest()
    })
  }

  async function open(
    ofEpoch: string,
    inTime: (loaded: LocalCopy['whenLoaded']) => LocalCopy['whenLoaded'],
  ): Promise<void> {
    const opened = store.open({ userId, planId, epoch: ofEpoch }, doc)
    copy = opened
    opened.onFailed(() => {
      save.dispatch({ type: 'storageFailed' })
      if (copy === opened) writeManifest()
    })
    try {
      const { isComplete, hasUnsent } = await inTime(opened.whenLoaded)
      if (isClosed) return
      save.dispatch({ type: 'storageReady' })
      save.dispatch({ type: 'copyLoaded', hasUnsent })
      if (isLoaded()) opened.markComplete()
      else if (isComplete) onWhole()
      if (save.hasUnsaved.get()) opened.markUnsent(true)
      writeManifest()
    } catch {
      opened.close()
      if (copy === opened) copy = null
      save.dispatch({ type: 'storageFailed' })
      writeManifest()
    }
  }

  function letGo() {
    copy?.close()
    copy = null
    save.dispatch({ type: 'storageFailed' })
  }

  function forget() {
    letGo()
    store.forget(userId, planId)
    const ofEpoch = epoch()
    if (ofEpoch !== null) store.clearRescue({ userId, planId, epoch: ofEpoch })
  }

  function putAside(reason: Rescue['reason'], title: string) {
    const ofEpoch = epoch()
    if (ofEpoch === null || !isLoaded() || !save.model().isKept) return
    const { id, version } = format
    store.addRescue({
      userId,
      planId,
      epoch: ofEpoch,
      reason,
      title,
      format: { id, version },
      hasUnsent: save.hasUnsaved.get(),
      at: clock.now(),
    })
  }

  return {
    isOrigin: (origin) => copy !== null && origin === copy.origin,
    openFromManifest: (ofEpoch) => open(ofEpoch, (loaded) => withTimeout(loaded, clock)),
    openFirst: (ofEpoch) => void open(ofEpoch, (loaded) => loaded),
    markWhole: () => {
      copy?.markComplete()
      writeManifest()
    },
    writeManifest,
    noteSoon,
    clearRescue: (ofEpoch) => store.clearRescue({ userId, planId, epoch: ofEpoch }),
    settle: (code, title) => {
      const isLost = code === 'no-access' || code === 'parts-only' || code === 'plan-not-found'
      if (isLost && !save.hasUnsaved.get()) forget()
      else if (isLost) putAside(code === 'parts-only' ? 'no-access' : code, title())
      else if (code === 'other-epoch' || code === 'plan-lost') putAside(code, title())
    },
    forget,
    leave: () => {
      letGo()
      store.setManifest(userId, planId, null)
    },
    close: () => {
      if (cancelNote !== null) writeManifest()
      cancelNote?.()
      isClosed = true
      stopMarking()
      copy?.close()
    },
  }
}

function withTimeout<T>(promise: Promise<T>, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(timeoutMs, () => reject(new Error('no answer from storage')))
    promise.then(resolve, reject).finally(cancel)
  })
}
