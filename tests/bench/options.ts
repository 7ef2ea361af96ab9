import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { names } from './contestants/all.ts'
import type { Options } from './context.ts'

export const scenarioIds = [
  'meeting',
  'region',
  'keystroke',
  'saturation',
  'join',
  'reconnect',
  'memory',
  'kill',
  'nodes',
  'many-plans',
  'bundle',
  'compare',
  'mount',
  'threads',
  'export',
  'large-export',
  'soak',
] as const
/** Long, whatever they measure. */
const leftOutOfQuick: ReadonlySet<string> = new Set([
  'mount',
  'threads',
  'soak',
  'nodes',
  'many-plans',
])

export type ScenarioId = (typeof scenarioIds)[number]

const profiledIds: readonly ScenarioId[] = ['meeting', 'region', 'saturation', 'join', 'reconnect']

const usage = `npm run bench -- [--quick] [--only <scenario,…>] [--servers <server,…>] [--against <folder>] [--profile]
  scenarios  ${scenarioIds.join(', ')}
  servers    ${names.join(', ')}
  --quick    one short run of each, about 90 s; for looking whether something changed much
  --against  another checkout, built there: keystroke measures this one and that one in turns
  --profile  where the time of a server goes (ours, unless --servers names one) in ${profiledIds.join(', ')}`

/** Throws with the usage for an unknown option: a benchmark of nothing would look like a success. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean' },
      only: { type: 'string' },
      servers: { type: 'string' },
      against: { type: 'string' },
      profile: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help === true) throw new Error(usage)
  const isProfiling = values.profile === true
  const only = listed(
    values.only,
    isProfiling ? profiledIds : scenarioIds,
    isProfiling ? profiledIds : scenarioIds,
  )
  return {
    isQuick: values.quick === true,
    isProfiling,
    against: values.against === undefined ? null : resolve(values.against),
    only:
      values.only === undefined && values.quick === true
        ? only.filter((id) => !leftOutOfQuick.has(id))
        : only,
    servers: listed(values.servers, isProfiling ? ['ours'] : names, names),
  }
}

function listed(
  text: string | undefined,
  usual: readonly string[],
  known: readonly string[],
): readonly string[] {
  if (text === undefined) return usual
  const wanted = text.split(',').map((name) => name.trim())
  const unknown = wanted.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`not known here: ${unknown.join(', ')}\n${usage}`)
  return wanted
}
