import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'

/**
 * Loaded into every server of the benchmark before the server itself (`--import`), so that memory is read in the same way for
 * all: after a full garbage collection. It also holds a profiler that runs during a measurement only, not while a server
 * starts and is filled.
 */
export type ProbeRequest =
  | { kind: 'memory' }
  | { kind: 'profile' }
  | { kind: 'profiled'; file: string }

const inspector = new Session()

process.on('message', (request: ProbeRequest) => {
  answer(request).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
// A listener alone would keep a server from ending.
process.channel?.unref()

async function answer(request: ProbeRequest): Promise<unknown> {
  switch (request.kind) {
    case 'memory':
      globalThis.gc?.()
      globalThis.gc?.()
      return process.memoryUsage()
    case 'profile':
      inspector.connect()
      await inspector.post('Profiler.enable')
      await inspector.post('Profiler.setSamplingInterval', { interval: 250 })
      await inspector.post('Profiler.start')
      return null
    case 'profiled': {
      const { profile } = await inspector.post('Profiler.stop')
      writeFileSync(request.file, JSON.stringify(profile))
      inspector.disconnect()
      return null
    }
  }
}
