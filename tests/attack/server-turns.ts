import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The file that the probe in the server writes. */
export const turnsFileVariable = 'ATTACK_TURNS'
/** The probe does not record shorter turns. */
export const worthNotingMs = 10

/** The turns of the event loop of a server, in milliseconds of processor time. Known on Linux only. */
export class ServerTurns {
  readonly #file = join(mkdtempSync(join(tmpdir(), 'wijktafel-turns-')), 'turns')

  get environment(): Record<string, string> {
    if (process.platform !== 'linux') return {}
    const probe = pathToFileURL(fileURLToPath(new URL('./turn-probe.js', import.meta.url))).href
    return { [turnsFileVariable]: this.#file, NODE_OPTIONS: `--import=${probe}` }
  }

  /** The longest turn that ended in this period (of `Date.now()`); 0 if none was long enough to be recorded. */
  longestMs(fromMs: number, toMs = Date.now()): number {
    if (!existsSync(this.#file)) return 0
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .map((line) => line.split(' ').map(Number))
      .filter(([at = 0]) => at >= fromMs && at <= toMs)
      .reduce((longest, [, ms = 0]) => Math.max(longest, ms), 0)
  }
}
