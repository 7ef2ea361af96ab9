import { createRequire } from 'node:module'

type Machine = {
  platform: NodeJS.Platform
  arch: string
  /**
   * Which C library: glibc (`gnu`), or another one, such as the musl of Alpine. Only Linux has a
   * choice.
   */
  libc: 'gnu' | 'musl'
}

/** The platform package of Typst for a machine: its wrapper cannot be locked. */
export function compilerPackage({ platform, arch, libc }: Machine): string {
  const variant: Partial<Record<NodeJS.Platform, string>> = { linux: `-${libc}`, win32: '-msvc' }
  return `@myriaddreamin/typst-ts-node-compiler-${platform}-${arch}${variant[platform] ?? ''}`
}

/**
 * The path of the installed package; null if it does not exist for this machine, or was left out.
 */
export function findPdfCompiler(): string | null {
  const { platform, arch } = process
  const name = compilerPackage({ platform, arch, libc: libcOfThisMachine() })
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch {
    return null
  }
}

function libcOfThisMachine(): Machine['libc'] {
  if (process.platform !== 'linux') return 'gnu'
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return report.header?.glibcVersionRuntime === undefined ? 'musl' : 'gnu'
}
