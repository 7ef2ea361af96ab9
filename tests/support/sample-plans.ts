import { readFileSync } from 'node:fs'
import JSZip from 'jszip'
import * as Y from 'yjs'
import type { DocumentOptions } from '#server/export/document/document.ts'
import { type Format, FormatSchema } from '#shared/format/schema.ts'
import type { PlanContent, PlanInput } from '#shared/plan/content.ts'
import { readPlan } from '#shared/plan/read.ts'
import { seedPlan } from '#shared/plan/seed.ts'

/** The example plans, and readers for the files that are made from them. */

/** From the folder of the program, where bundles of the tests run as well. */
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

export const exampleNames = ['kraaienveen', 'broekerveld', 'meerpalen'] as const

export const options: DocumentOptions = {
  guidance: false,
  untouchedPresets: false,
  title: 'Voorbeeldplan',
  status: 'Concept',
  generatedAt: '2026-03-09T13:05:00Z',
  seq: 42,
}

export function readFormat(id: string): Format {
  return FormatSchema.parse(readJson(`shared/formats/${id}.json`))
}

export function planContent(format: Format, input: PlanInput): PlanContent {
  let made = 0
  const doc = new Y.Doc()
  Y.applyUpdate(
    doc,
    seedPlan(format, input, () => {
      made += 1
      return `made${made}`
    }),
  )
  return readPlan(doc, format, { epoch: 'test', seq: 42 })
}

export function examplePlan(name: string): { title: string; format: Format; content: PlanContent } {
  const plan = readJson(`tests/fixtures/plans/${name}.json`) as {
    title: string
    body: PlanInput & { format: string }
  }
  const { format: id, ...input } = plan.body
  const format = readFormat(id)
  return { title: plan.title, format, content: planContent(format, input) }
}

export async function xmlParts(file: Uint8Array): Promise<Map<string, string>> {
  const zip = await JSZip.loadAsync(file)
  const parts = new Map<string, string>()
  for (const entry of Object.values(zip.files))
    if (/\.(xml|rels)$/.test(entry.name)) parts.set(entry.name, await entry.async('string'))
  return parts
}

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
}

export function unescapeMarkup(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity)
}

/** Paragraphs of a document part: the id of their style and their text. */
export function paragraphs(xml: string): { style: string; text: string }[] {
  return [...xml.matchAll(/<w:p>(.*?)<\/w:p>|<w:p\/>/gs)].map(([, inside = '']) => ({
    style: /<w:pStyle w:val="([^"]*)"/.exec(inside)?.[1] ?? '',
    text: [...inside.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:br\/>/g)]
      .map(([tag, text]) => (tag === '<w:br/>' ? '\n' : unescapeMarkup(text ?? '')))
      .join(''),
  }))
}
