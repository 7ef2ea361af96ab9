import { printedText } from '#shared/text/printed-text.ts'
import type { DocumentTree } from './document-tree.ts'

/** What a cover says about the plan, as far as it is known. */
export function coverFacts({
  meta,
}: Pick<DocumentTree, 'meta'>): { label: string; value: string }[] {
  const { facts } = printedText
  return [
    { label: facts.wijk, value: meta.wijk },
    { label: facts.team, value: meta.team },
    { label: facts.period, value: meta.period },
    { label: facts.status, value: meta.status },
    { label: facts.version, value: meta.version === null ? '' : String(meta.version) },
    { label: facts.generatedAt, value: meta.generatedAt },
    { label: facts.seq, value: String(meta.seq) },
    { label: facts.form, value: `${meta.formatName} (${meta.issuer})` },
  ].filter((fact) => fact.value !== '')
}
