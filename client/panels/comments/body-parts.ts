import { findMentions } from './mentions.ts'

export type BodyPart =
  | { kind: 'text'; text: string }
  | { kind: 'mention'; text: string }
  | { kind: 'link'; text: string; href: string }

const address = /\bhttps?:\/\/[^\s<>"']+/gi
/** Characters at the end of an address that belong to the sentence. */
const tail = /[.,;:!?)\]}’”]+$/

/** The parts of the text of a comment: plain words, links with their full address, and mentioned people. */
export function bodyParts(body: string, names: readonly string[]): BodyPart[] {
  const parts: BodyPart[] = []
  let at = 0
  for (const match of body.matchAll(address)) {
    const text = match[0].replace(tail, '')
    const href = safeAddress(text)
    if (href === null) continue
    parts.push(...mentionParts(body.slice(at, match.index), names), { kind: 'link', text, href })
    at = match.index + text.length
  }
  return [...parts, ...mentionParts(body.slice(at), names)]
}

function safeAddress(text: string): string | null {
  try {
    const { protocol, username, href } = new URL(text)
    // The part before an @ looks like the host of the link, but is not.
    return (protocol === 'https:' || protocol === 'http:') && username === '' ? href : null
  } catch {
    return null
  }
}

function mentionParts(text: string, names: readonly string[]): BodyPart[] {
  const composed = text.normalize('NFC')
  const parts: BodyPart[] = []
  let at = 0
  const people = names.map((name) => ({ userId: name, name }))
  for (const { from, to } of findMentions(composed, people)) {
    if (from > at) parts.push({ kind: 'text', text: composed.slice(at, from) })
    parts.push({ kind: 'mention', text: composed.slice(from, to) })
    at = to
  }
  return at === composed.length ? parts : [...parts, { kind: 'text', text: composed.slice(at) }]
}
