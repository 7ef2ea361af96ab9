import { Workbox } from 'workbox-window'
import { whenSafe } from './open-work.ts'
import { browserClock } from './sync/clock.ts'

/**
 * The version of the client that this device caches (service worker). A newer version is fetched in the background and
 * waits until the user accepts it, and until their work is safe.
 */
export type UpdateState =
  | 'current'
  /** A newer version was fetched. */
  | 'waiting'
  /** The user accepted the update; unsaved edits are being saved first. */
  | 'saving'
  /** The user accepted the update, but it would lose work. */
  | 'blocked'

type Worker = Pick<Workbox, 'register' | 'update' | 'messageSkipWaiting' | 'addEventListener'>
type Environment = {
  worker: Worker | null
  /** Waits until the work on this page is safe; false if some would be lost. */
  whenSafe: () => Promise<boolean>
  reload: () => void
  memory: Pick<Storage, 'getItem' | 'setItem'>
  now: () => number
}

const checkEveryMs = 60 * 60 * 1000
/** How long a newer version may take to be fetched and to take over before the page is reloaded anyway. */
const takeOverMs = 10_000
const reloadedKey = 'wijktafel:reloaded'
const reloadAgainAfterMs = 10 * 60 * 1000

export class AppUpdate {
  readonly #environment: Environment
  readonly #listeners = new Set<() => void>()
  #state: UpdateState = 'current'
  #isWaiting = false
  #registration: Promise<ServiceWorkerRegistration | undefined> = Promise.resolve(undefined)

  constructor(environment: Environment) {
    this.#environment = environment
  }

  start(): void {
    const { worker } = this.#environment
    if (worker === null) return
    worker.addEventListener('waiting', () => {
      this.#isWaiting = true
      this.#set('waiting')
    })
    // Another tab accepted the update: files of the old version that this page did not load yet are gone.
    worker.addEventListener('controlling', () => {
      this.#isWaiting = false
      if (this.#state === 'current') this.#set('waiting')
    })
    // Without a service worker only opening the page without a network does not work.
    this.#registration = worker.register().catch(() => undefined)
    setInterval(() => this.#look(), checkEveryMs)
    addEventListener('online', () => this.#look())
  }

  readonly get = (): UpdateState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async apply(): Promise<void> {
    if (this.#state === 'saving') return
    this.#set('saving')
    if (!(await this.#environment.whenSafe())) return this.#set('blocked')
    await this.#takeOver()
  }

  /** For a client that the server refuses as too old. At most once in a while, or a page could reload without end. */
  async renew(): Promise<boolean> {
    const { worker, memory, now, whenSafe } = this.#environment
    if (!(await whenSafe())) return false
    try {
      // The absolute difference: a clock that was set back meanwhile would otherwise refuse for hours.
      if (Math.abs(now() - Number(memory.getItem(reloadedKey) ?? 0)) < reloadAgainAfterMs)
        return false
      memory.setItem(reloadedKey, String(now()))
    } catch {
      // Without storage an earlier reload can't be detected.
      return false
    }
    if (worker !== null && !this.#isWaiting) await within(takeOverMs, this.#fetched(worker))
    await this.#takeOver()
    return true
  }

  async #fetched(worker: Worker): Promise<void> {
    const waits = new Promise<void>((resolve) =>
      worker.addEventListener('waiting', () => resolve()),
    )
    const registration = await this.#registration
    await worker.update()
    // No newer version is on its way: waiting would only keep the user from working.
    if (registration?.installing) await waits
  }

  async #takeOver(): Promise<void> {
    const { worker, reload } = this.#environment
    if (worker !== null && this.#isWaiting) {
      const done = new Promise<void>((resolve) => {
        worker.addEventListener('controlling', () => resolve())
        worker.addEventListener('activated', () => resolve())
      })
      worker.messageSkipWaiting()
      await within(takeOverMs, done)
    }
    reload()
  }

  #look(): void {
    this.#environment.worker?.update().catch(() => {})
  }

  #set(state: UpdateState): void {
    if (this.#state === state) return
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

async function within(ms: number, done: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  await Promise.race([
    done.catch(() => {}),
    new Promise((resolve) => (timer = setTimeout(resolve, ms))),
  ])
  clearTimeout(timer)
}

const isSupported =
  import.meta.env.PROD && typeof navigator !== 'undefined' && 'serviceWorker' in navigator

export const appUpdate = new AppUpdate({
  worker: isSupported ? new Workbox('/sw.js') : null,
  whenSafe,
  reload: () => location.reload(),
  memory: {
    // Looked up on use: a browser that refuses storage throws when the name is read.
    getItem: (key) => sessionStorage.getItem(key),
    setItem: (key, value) => sessionStorage.setItem(key, value),
  },
  now: () => browserClock.now(),
})
