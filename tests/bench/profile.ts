import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type CallFrame = { functionName: string; url: string; lineNumber: number }
type ProfileNode = { id: number; callFrame: CallFrame; children?: number[] }
type Profile = { nodes: ProfileNode[]; samples: number[]; timeDeltas: number[] }
type Shares = Map<string, number>

const shownFunctions = 30

/** The time of the profiled servers: by package, by function, and by function with its callees. */
export function summarizeProfiles(folder: string, title: string): string {
  const [packages, own, whole]: [Shares, Shares, Shares] = [new Map(), new Map(), new Map()]
  let busy = 0
  let idle = 0
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile
    const self = selfTimes(profile)
    const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
    for (const node of profile.nodes) {
      const time = self.get(node.id) ?? 0
      if (node.callFrame.functionName === '(idle)') idle += time
      else if (node.callFrame.functionName !== '(root)') {
        busy += time
        add(packages, packageOf(node.callFrame), time)
        add(own, nameOf(node.callFrame), time)
      }
    }
    const root = profile.nodes[0]
    if (root !== undefined) addWhole(root, nodes, self, whole, new Set())
  }
  const table = (head: string, shares: Shares) =>
    [
      `| ${head} | share |`,
      '| --- | ---: |',
      ...largest(shares).map(
        ([name, time]) => `| ${name} | ${((time / busy) * 100).toFixed(1)} % |`,
      ),
      '',
    ].join('\n')
  return [
    `### ${title}: where the time goes`,
    `busy ${(busy / 1e6).toFixed(1)} s, idle ${(idle / 1e6).toFixed(1)} s; shares of busy`,
    '',
    table('package', packages),
    table('function itself', own),
    table('function with all that it calls', whole),
  ].join('\n')
}

function selfTimes({ samples, timeDeltas }: Profile): Map<number, number> {
  const times = new Map<number, number>()
  for (const [i, id] of samples.entries())
    times.set(id, (times.get(id) ?? 0) + (timeDeltas[i] ?? 0))
  return times
}

/** Returns the time of a node with its children; a recursive function counts once. */
function addWhole(
  node: ProfileNode,
  nodes: ReadonlyMap<number, ProfileNode>,
  self: ReadonlyMap<number, number>,
  whole: Shares,
  above: Set<string>,
): number {
  const name = nameOf(node.callFrame)
  const isOuter = !above.has(name)
  if (isOuter) above.add(name)
  let time = self.get(node.id) ?? 0
  for (const id of node.children ?? []) {
    const child = nodes.get(id)
    if (child !== undefined) time += addWhole(child, nodes, self, whole, above)
  }
  if (isOuter) {
    above.delete(name)
    if (!node.callFrame.functionName.startsWith('(')) add(whole, name, time)
  }
  return time
}

function add(shares: Shares, name: string, time: number): void {
  shares.set(name, (shares.get(name) ?? 0) + time)
}

function largest(shares: Shares): [string, number][] {
  return [...shares].sort(([, a], [, b]) => b - a).slice(0, shownFunctions)
}

function nameOf(frame: CallFrame): string {
  if (frame.functionName.startsWith('(')) return frame.functionName
  return `\`${frame.functionName === '' ? `anonymous, line ${frame.lineNumber + 1}` : frame.functionName}\` (${packageOf(frame)})`
}

function packageOf({ functionName, url }: CallFrame): string {
  if (functionName.startsWith('(')) return functionName
  if (url.startsWith('node:')) return url
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]
  if (inPackage !== undefined) return inPackage
  return url === '' ? 'native' : 'ours'
}
