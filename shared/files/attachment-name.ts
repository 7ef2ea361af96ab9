import { type FileKind, fileKinds } from './file-kinds.ts'

const maxLetters = 120

/**
 * The name of an attachment as it is stored and offered for download: without folders, without characters that change how
 * the rest is shown ("rekening‮fdp.exe"), and with an extension of its kind, so that no other program opens it.
 */
export function attachmentName(given: string, kind: FileKind): string {
  const extensions: readonly string[] = fileKinds[kind].extensions
  const base = (given.split(/[/\\]/).at(-1) ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}<>:"|?*;]/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const end = /\.([A-Za-z0-9]{1,8})$/.exec(base)?.[1]?.toLowerCase() ?? ''
  const isRight = extensions.includes(end)
  const stem = [...(isRight ? base.slice(0, -end.length - 1) : base)].slice(0, maxLetters).join('')
  const extension = isRight ? end : extensions[0]
  return `${stem.trim() || 'bestand'}.${extension}`
}
