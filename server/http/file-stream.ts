import type { Logger } from '#server/runtime.ts'

/**
 * A file that is made while it is sent: a part is made when the last one was read, so that a slow reader holds one part in
 * memory and not the file. What goes wrong halfway breaks the connection off, because the status was sent long ago: a
 * download that is not whole must not look like one that is.
 */
export function streamOf(
  parts: AsyncIterable<Uint8Array>,
  { logger, route }: { logger: Logger; route: string },
): ReadableStream<Uint8Array> {
  const iterator = parts[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await iterator.next()
          if (done === true) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          const reason = error instanceof Error ? (error.stack ?? error.message) : 'unknown'
          logger.error({ route, reason }, 'A file broke off halfway')
          controller.error(error)
        }
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
