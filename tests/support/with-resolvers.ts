type Settlers = {
  promise: Promise<void>
  resolve: () => void
  reject: (error: Error) => void
}

/** A promise with the functions that settle it; Node 20 has no Promise.withResolvers. */
export function withResolvers(): Settlers {
  let resolve = (): void => {}
  let reject = (_error: Error): void => {}
  const promise = new Promise<void>((done, failed) => {
    resolve = done
    reject = failed
  })
  return { promise, resolve, reject }
}
