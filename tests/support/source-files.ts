import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

/** All source files with their imports, read as text. Type-only imports count: a type is knowledge too. */

interface SourceFile {
  path: string
  code: string
  imports: readonly Import[]
}

/** `target` is a path in this repository for own code, and the specifier itself for a package. */
export interface Import {
  specifier: string
  target: string
  isOwn: boolean
}

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const topFolders = ['client', 'server', 'shared', 'tests']
export const files = topFolders.flatMap(sourceFiles)
export const product = files.filter((file) => !isTest(file.path))
export const byPath = new Map(files.map((file) => [file.path, file]))

function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .map((path) => {
      const code = withoutComments(readFileSync(join(root, path), 'utf8'))
      return { path, code, imports: importsOf(path, code) }
    })
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

function importsOf(path: string, code: string): Import[] {
  const patterns = [
    /^(?:import|export)\b[^'"]*?\bfrom\s*'([^']+)'/gm,
    /^import\s*'([^']+)'/gm,
    /\bimport\(\s*'([^']+)'/g,
  ]
  const specifiers = patterns.flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => match[1] ?? ''),
  )
  return [...new Set(specifiers)].map((specifier) => {
    if (specifier.startsWith('.'))
      return { specifier, target: normalize(join(dirname(path), specifier)), isOwn: true }
    if (specifier.startsWith('#')) return { specifier, target: specifier.slice(1), isOwn: true }
    return { specifier, target: specifier, isOwn: false }
  })
}

export function isTest(path: string): boolean {
  return /\.(test|spec|contract)\.tsx?$/.test(path)
}

export function top(path: string): string {
  return path.split('/')[0] ?? ''
}
