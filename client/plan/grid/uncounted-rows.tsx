import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import type { Table } from '#shared/format/schema.ts'
import { uncountedWords } from '#shared/plan/uncounted-words.ts'

/** The rows that the total of a table leaves out, each with its reason. */
export function UncountedRows({ table }: { table: Table }) {
  const { session } = usePlanContext()
  // As one text: a source compares what it selects.
  const text = useSource(session.content, ({ tables }) => uncountedWords(table, tables).join('\n'))
  if (text === '') return null
  return (
    <ul className="muted" aria-label="Niet meegeteld">
      {text.split('\n').map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
