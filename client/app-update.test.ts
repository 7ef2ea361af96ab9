import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppUpdate } from './app-update.ts'

type Listener = (event: never) => void

/** A service worker whose state the test sets. */
class FakeWorker {
  readonly listeners = new Map<string, Set<Listener>>()
  readonly registration = { installing: null as object | null }
  hasNewer = false
  isSkipping = false

  register = async () => this.registration as unknown as ServiceWorkerRegistration
  update = async () => {
    if (this.hasNewer) this.registration.installing = {}
  }
  messageSkipWaiting = () => {
    this.isSkipping = true
  }
  addEventListener = (name: string, listener: Listener) => {
    const all = this.listeners.get(name) ?? new Set()
    this.listeners.set(name, all.add(listener))
  }
  emit(name: string) {
    for (const listener of this.listeners.get(name) ?? []) listener({} as never)
  }
}

let worker: FakeWorker
let reload: ReturnType<typeof vi.fn<() => void>>
let memory: Map<string, string>
let whenSafe: () => Promise<boolean>

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('addEventListener', () => {})
  worker = new FakeWorker()
  reload = vi.fn<() => void>()
  memory = new Map()
  whenSafe = async () => true
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function start(): AppUpdate {
  const update = new AppUpdate({
    worker: worker as never,
    whenSafe: () => whenSafe(),
    reload,
    memory: {
      getItem: (key) => memory.get(key) ?? null,
      setItem: (key, value) => void memory.set(key, value),
    },
    now: () => Date.now(),
  })
  update.start()
  return update
}
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('a newer program', () => {
  it('is told of and does nothing by itself', async () => {
    const update = start()
    expect(update.get()).toBe('current')
    worker.emit('waiting')
    await vi.advanceTimersByTimeAsync(24 * 60 * 60 * 1000)
    expect(update.get()).toBe('waiting')
    expect([worker.isSkipping, reload.mock.calls.length]).toEqual([false, 0])
  })

  it('waits for the work of every open plan, takes over, and only then loads the page again', async () => {
    const update = start()
    worker.emit('waiting')
    let save = (_isSafe: boolean) => {}
    whenSafe = () => new Promise((resolve) => (save = resolve))
    void update.apply()
    await settle()
    expect([update.get(), worker.isSkipping]).toEqual(['saving', false])
    save(true)
    await settle()
    expect([worker.isSkipping, reload.mock.calls.length]).toEqual([true, 0])
    worker.emit('controlling')
    await settle()
    expect(reload).toHaveBeenCalledOnce()
  })

  it('does not come while work would be lost, and can be asked for again', async () => {
    const update = start()
    worker.emit('waiting')
    whenSafe = async () => false
    await update.apply()
    expect([update.get(), worker.isSkipping]).toEqual(['blocked', false])
    whenSafe = async () => true
    void update.apply()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(reload).toHaveBeenCalledOnce()
  })

  it('a program that another tab asked for is told of here, and needs no more than a reload', async () => {
    const update = start()
    worker.emit('controlling')
    expect([update.get(), reload.mock.calls.length]).toEqual(['waiting', 0])
    await update.apply()
    expect([worker.isSkipping, reload.mock.calls.length]).toEqual([false, 1])
  })
})

describe('a program that the server refuses', () => {
  it('OF4 is renewed once with what waits on the server, and not again for ten minutes', async () => {
    const update = start()
    worker.hasNewer = true
    const renewing = update.renew()
    await settle()
    expect(reload).not.toHaveBeenCalled()
    worker.emit('waiting')
    await settle()
    worker.emit('activated')
    expect(await renewing).toBe(true)
    expect(reload).toHaveBeenCalledOnce()
    expect(await update.renew()).toBe(false)
    await vi.advanceTimersByTimeAsync(11 * 60 * 1000)
    worker.hasNewer = false
    worker.registration.installing = null
    const again = update.renew()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await again).toBe(true)
  })

  it('is reloaded at once when nothing newer is there, and never over work that would be lost', async () => {
    const update = start()
    whenSafe = async () => false
    expect(await update.renew()).toBe(false)
    expect(reload).not.toHaveBeenCalled()
    whenSafe = async () => true
    expect(await update.renew()).toBe(true)
  })
})
