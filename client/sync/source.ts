/** The one shape of observable values, without React, so that one hook reads all of them. */
export interface Source<T> {
  /** The current value; the same reference until it changes. */
  get(): T
  /** Calls back after each change; the returned function stops. */
  subscribe(listener: () => void): () => void
}

export function constant<T>(value: T): Source<T> {
  return { get: () => value, subscribe: () => () => {} }
}

/** A `Source` that its owner can change. */
export type Signal<T> = Source<T> & { set(value: T): void }

export function createSignal<T>(
  initial: T,
  isSame: (before: T, after: T) => boolean = Object.is,
): Signal<T> {
  let value = initial
  const listeners = createListeners()
  return {
    get: () => value,
    subscribe: listeners.add,
    set: (next) => {
      if (isSame(value, next)) return
      value = next
      listeners.call()
    },
  }
}

/** Listeners that may come and go while they are being called. */
export function createListeners<Args extends readonly unknown[] = []>() {
  const all = new Set<{ call: (...args: Args) => void }>()
  return {
    add(listener: (...args: Args) => void): () => void {
      const entry = { call: listener }
      all.add(entry)
      return () => void all.delete(entry)
    },
    call(...args: Args): void {
      for (const entry of [...all]) entry.call(...args)
    },
  }
}
