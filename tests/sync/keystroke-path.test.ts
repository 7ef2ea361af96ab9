import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { textOf, type } from '../support/one-text.ts'
import { SimNetwork } from '../support/sim-network.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The files of the server in the walk of a keystroke, from the socket to the log and back. */
function walkedFiles(): string[] {
  const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
  const walk = /\*\*How a keystroke travels\.\*\*([\s\S]*?)\n\n/.exec(page)?.[1] ?? ''
  const names = [...walk.matchAll(/`([\w/-]+\.ts)`/g)].map(([, name = '']) =>
    /^(room|replica|commit)\//.test(name) ? `server/sync/${name}` : name,
  )
  return [...new Set(names)]
    .map((name) => (name === 'invariant.ts' ? 'server/invariant.ts' : name))
    .filter((name) => name.startsWith('server/'))
}

it('a keystroke enters the files that ARCHITECTURE.md names, and no other', async () => {
  const network = new SimNetwork()
  const [noor, wim] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
  await network.flush()
  type(noor, 'tekst')
  await network.flush()
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  // Resets the counts: functions that ran before do not count.
  await session.post('Profiler.takePreciseCoverage')
  type(noor, 'x')
  await network.flush()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  session.disconnect()
  network.close()
  expect(textOf(wim)).toContain('x')
  const entered = result
    .filter(({ functions }) => functions.some(({ ranges }) => (ranges[0]?.count ?? 0) > 0))
    .map(({ url }) => /\/(server\/(?:sync|yjs)\/.*\.ts|server\/[\w-]+\.ts)/.exec(url)?.[1])
    .filter((path) => path !== undefined)
  expect([...new Set(entered)].toSorted()).toEqual(walkedFiles().toSorted())
})
