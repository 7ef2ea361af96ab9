import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ScenarioResult } from '../report.ts'

type Chunk = {
  file: string
  imports?: string[]
  css?: string[]
  isEntry?: boolean
  isDynamicEntry?: boolean
}
type RouteSize = { route: string; scriptBytes: number; styleBytes: number }

export function measureBundle(): ScenarioResult {
  return {
    id: 'bundle',
    title: 'Client bundle, gzipped',
    rows: bundleSizes().flatMap(({ route, scriptBytes, styleBytes }) => [
      { metric: `${route}, scripts`, unit: 'kB', figures: { ours: scriptBytes / 1000 } },
      ...(styleBytes > 0
        ? [{ metric: `${route}, styles`, unit: 'kB', figures: { ours: styleBytes / 1000 } }]
        : []),
    ]),
    notes: ['The entry, and what each page adds to it when it is opened.'],
  }
}

/** What each lazily loaded page adds to the entry, gzipped; a chunk shared with the entry counts for the entry. */
export function bundleSizes(folder = 'dist/client'): RouteSize[] {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >
  const closure = (key: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(key)) return seen
    seen.add(key)
    for (const next of manifest[key]?.imports ?? []) closure(next, seen)
    return seen
  }
  const gzipped = (file: string) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry === true) ?? ''
  const shared = closure(entry)
  const size = (keys: Iterable<string>, route: string): RouteSize => {
    const chunks = [...keys].flatMap((key) => manifest[key] ?? [])
    return {
      route,
      scriptBytes: chunks.reduce((sum, chunk) => sum + gzipped(chunk.file), 0),
      styleBytes: [...new Set(chunks.flatMap((chunk) => chunk.css ?? []))].reduce(
        (sum, css) => sum + gzipped(css),
        0,
      ),
    }
  }
  const lazy = Object.keys(manifest).filter((key) => manifest[key]?.isDynamicEntry === true)
  return [
    size(shared, 'entry'),
    ...lazy.map((key) =>
      size(
        [...closure(key)].filter((other) => !shared.has(other)),
        key,
      ),
    ),
  ]
}
