import type { Logger } from '#server/runtime.ts'

/**
 * A file that is made while it is sent: each part is made when the client has read the previous
 * one, so a slow reader holds one part in memory and not the whole file. An error halfway breaks
 * the connection, because the status was sent long before: an incomplete download must not look
 * complete.
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
          logger.error({ route, reason }, 'A download failed halfway')
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
