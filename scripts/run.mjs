// What every script here needs. Plain Node without packages: these run before anything is installed.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

// Relative paths (DATA_DIR, dist) mean the same whatever folder a script was started from.
export const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)

/** Tells how far it is: in Dutch what an operator meets (npm start), in English what a developer meets. On stderr, so that stdout holds only what was asked for (`npm run -s admin -- link …`). */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Runs a command to its end. `quiet` keeps its output and gives it back; otherwise it goes to stderr as it comes. */
export function run(command, args, { quiet = false, env = {}, timeoutMs = 20 * 60_000 } = {}) {
  return new Promise((resolve) => {
    const startedAt = Date.now()
    const chunks = []
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2],
    })
    const timer = setTimeout(() => {
      chunks.push(`stopped: not finished after ${timeoutMs / 60_000} minutes\n`)
      child.kill('SIGKILL')
    }, timeoutMs)
    const end = (code) => {
      clearTimeout(timer)
      resolve({ code, output: chunks.join(''), seconds: (Date.now() - startedAt) / 1000 })
    }
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
    child.on('error', (error) => {
      chunks.push(`${error.message}\n`)
      end(127)
    })
    child.on('close', (code) => end(code ?? 1))
  })
}

/** Runs the program of an installed package with this very Node. `program` is its path inside node_modules. */
export function runPackage(program, args, options) {
  return run(process.execPath, [join('node_modules', program), ...args], options)
}

/** One line for a step that went well, its whole output for one that did not. */
export async function step(name, work) {
  const { code, output, seconds } = await work
  say(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name}  ${seconds.toFixed(1)} s`)
  if (code !== 0 && output) say(output.trimEnd())
  return code === 0
}

/** Lets one process at a time do `work`; who waited can look whether it is still needed. */
export async function withLock(name, work) {
  const lock = join(root, '.cache', `${name}.lock`)
  const mine = `${lock}.${process.pid}`
  mkdirSync(mine, { recursive: true })
  writeFileSync(join(mine, 'pid'), String(process.pid))
  for (let waited = 0; ; waited++) {
    try {
      renameSync(mine, lock) // fails while another process holds a lock directory with something in it
      break
    } catch {
      if (waited === 0) say(`Wachten op een ander proces (${name}) …`)
      if (!isHeld(lock)) rmSync(lock, { recursive: true, force: true })
      await sleep(300)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function isHeld(lock) {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
