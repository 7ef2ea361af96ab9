import { fileIdOf } from '#shared/files/file-id.ts'
import type { Clock } from '../clock.ts'
import type { PictureCopies, UnsentPicture } from '../device/picture-copies.ts'
import { createListeners, createSignal, type Signal, type Source } from '../source.ts'

/** How far a picture of this device is. `part`: from 0 to 1. `isKept`: it survives closing the page. */
export type Sending =
  | { kind: 'waiting'; isKept: boolean }
  | { kind: 'sending'; part: number }
  | { kind: 'refused'; reason: string }

export type PictureState =
  | { kind: 'loading' }
  /** `sending` is null for one that the server has. */
  | { kind: 'shown'; url: string; sending: Sending | null }
  /** The server does not have it (yet), or this user may not see it. */
  | { kind: 'missing' }
  /** There is no connection, and it was not seen on this device. */
  | { kind: 'offline' }

export type PlanPictures = {
  /** The state of a picture; it is fetched when it is first asked for. */
  of(fileId: string): Source<PictureState>
  /** Puts a picture on this device, sends it as soon as that is possible, and returns its id. */
  add(planId: string, blob: Blob): Promise<string>
  /** Makes a picture of another plan one of this plan: the other plan has other readers. Returns its new id at once. */
  copy(planId: string, fileId: string): string
  /** The server got a picture from someone else. */
  arrived(fileId: string): void
  /** The connection may be back. */
  retry(): void
  /** Calls back when the server refuses a picture, with the reason and the next step. */
  onRefused(listener: (reason: string) => void): () => void
}

/** `passing`: a later attempt may succeed. */
export type SendResult =
  | { kind: 'sent' }
  | { kind: 'passing' }
  | { kind: 'refused'; reason: string }
export type FetchResult = { kind: 'found'; blob: Blob } | { kind: 'missing' } | { kind: 'offline' }

export type PicturesNeeds = {
  copies: PictureCopies
  send: (picture: UnsentPicture, onPart: (part: number) => void) => Promise<SendResult>
  fetch: (fileId: string) => Promise<FetchResult>
  /** The address of bytes on this device. */
  urlOf: (blob: Blob) => string
  newLocalId: () => string
  clock: Clock
}

const retryMs = 20_000
/** After this many looks a picture that is missing is looked for only when something says that it arrived. */
const mostLooks = 6
const fetchedAtOnce = 4

export function createPlanPictures(needs: PicturesNeeds): PlanPictures {
  const { copies, clock } = needs
  const states = new Map<string, Signal<PictureState>>()
  const looks = new Map<string, number>()
  const refusals = createListeners<[reason: string]>()
  const queue: UnsentPicture[] = []
  const toFetch: string[] = []
  let fetching = 0
  let isSending = false
  let isRetryDue = false
  /** Pictures of an earlier visit, which another tab may have sent meanwhile. */
  const loaded = copies.unsent().then((left) => {
    for (const picture of left) enqueue(picture, true)
    return new Set(left.map(({ id }) => id))
  })

  function signalOf(fileId: string): Signal<PictureState> {
    const known = states.get(fileId)
    if (known !== undefined) return known
    const made = createSignal<PictureState>({ kind: 'loading' })
    states.set(fileId, made)
    return made
  }

  function enqueue(picture: UnsentPicture, isKept: boolean): void {
    if (queue.some(({ id }) => id === picture.id)) return
    queue.push(picture)
    const url = needs.urlOf(picture.blob)
    signalOf(picture.id).set({ kind: 'shown', url, sending: { kind: 'waiting', isKept } })
    void sendNext()
  }

  function setSending(id: string, sending: Sending | null): void {
    const signal = signalOf(id)
    const state = signal.get()
    if (state.kind === 'shown') signal.set({ ...state, sending })
  }

  async function sendNext(): Promise<void> {
    const [picture] = queue
    if (isSending || picture === undefined) return
    isSending = true
    const before = signalOf(picture.id).get()
    setSending(picture.id, { kind: 'sending', part: 0 })
    const result = await needs.send(picture, (part) =>
      setSending(picture.id, { kind: 'sending', part }),
    )
    isSending = false
    if (result.kind === 'passing') {
      setSending(picture.id, before.kind === 'shown' ? before.sending : null)
      return retryLater()
    }
    queue.shift()
    if (result.kind === 'refused') {
      setSending(picture.id, result)
      refusals.call(result.reason)
    } else {
      setSending(picture.id, null)
      await copies.keepSeen(picture.id, picture.blob)
      await copies.removeUnsent(picture.id)
    }
    void sendNext()
  }

  function retryLater(): void {
    if (isRetryDue) return
    isRetryDue = true
    clock.after(retryMs, () => {
      isRetryDue = false
      retry()
    })
  }

  function retry(): void {
    void sendNext()
    for (const [fileId, signal] of states) {
      const { kind } = signal.get()
      if (kind === 'offline' || (kind === 'missing' && (looks.get(fileId) ?? 0) < mostLooks))
        look(fileId)
    }
  }

  function look(fileId: string): void {
    if (toFetch.includes(fileId)) return
    looks.set(fileId, (looks.get(fileId) ?? 0) + 1)
    toFetch.push(fileId)
    fetchNext()
  }

  function fetchNext(): void {
    const fileId = fetching < fetchedAtOnce ? toFetch.shift() : undefined
    if (fileId === undefined) return
    fetching++
    void fetchOne(fileId).finally(() => {
      fetching--
      fetchNext()
    })
  }

  async function fetchOne(fileId: string): Promise<void> {
    const signal = signalOf(fileId)
    const found = await needs.fetch(fileId)
    // Put on this device meanwhile.
    if (signal.get().kind === 'shown') return
    if (found.kind === 'found') {
      signal.set({ kind: 'shown', url: needs.urlOf(found.blob), sending: null })
      return copies.keepSeen(fileId, found.blob)
    }
    if (found.kind === 'offline') {
      const seen = await copies.seen(fileId)
      signal.set(
        seen === null
          ? { kind: 'offline' }
          : { kind: 'shown', url: needs.urlOf(seen), sending: null },
      )
    } else signal.set({ kind: 'missing' })
    retryLater()
  }

  async function addAs(id: string, planId: string, blob: Blob): Promise<void> {
    const picture = { id, planId, blob }
    enqueue(picture, await copies.addUnsent(picture))
  }

  return {
    of(fileId) {
      const known = states.get(fileId)
      if (known !== undefined) return known
      const signal = signalOf(fileId)
      void loaded.then((unsent) => {
        if (!unsent.has(fileId)) look(fileId)
      })
      return signal
    },
    async add(planId, blob) {
      const id = fileIdOf(planId, needs.newLocalId())
      await addAs(id, planId, blob)
      return id
    },
    copy(planId, fileId) {
      const id = fileIdOf(planId, needs.newLocalId())
      const signal = signalOf(id)
      void needs.fetch(fileId).then(async (found) => {
        const blob = found.kind === 'found' ? found.blob : await copies.seen(fileId)
        if (blob === null) signal.set({ kind: 'missing' })
        else await addAs(id, planId, blob)
      })
      return id
    },
    arrived(fileId) {
      const state = states.get(fileId)?.get()
      if (state !== undefined && state.kind !== 'shown' && state.kind !== 'loading') look(fileId)
    },
    retry,
    onRefused: refusals.add,
  }
}
