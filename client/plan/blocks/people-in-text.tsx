import { useMemo } from 'react'
import { useSource } from '#client/hooks/use-source.ts'
import type { EditableSession } from '#client/sync/session/session.ts'
import { Button } from '#client/ui/button.tsx'
import type { BlockOf } from '#shared/format/blocks.ts'
import { formatList } from '#shared/format-list.ts'
import {
  formerPeople,
  type PersonLine,
  peopleNotInText,
  personLines,
  stillListed,
  withPeople,
} from '#shared/plan/people-in-text.ts'
import { emptyDoc } from '#shared/richtext/plain-text.ts'
import { restoreInto } from '../version/restore.ts'
import './people-in-text.css'

type PeopleInTextProps = { block: BlockOf<'richText'>; edit: EditableSession }

/** Says which people a text does not name (any more), and fills them in as one step that can be undone. */
export function PeopleInText({ block, edit }: PeopleInTextProps) {
  const { format } = edit
  const content = useSource(edit.content)
  const { missing, different, left } = useMemo(() => {
    const text = content.fields[block.id] ?? emptyDoc()
    const lines = personLines(block, content, format)
    return {
      ...peopleNotInText(text, lines),
      left: stillListed(text, formerPeople(block, edit.doc, content), lines),
    }
  }, [block, content, format, edit.doc])
  if (missing.length + different.length + left.length === 0) return null
  const fill = () => {
    // Read now: others may have typed since the last render.
    const now = edit.content.get()
    const text = withPeople(now.fields[block.id] ?? emptyDoc(), personLines(block, now, format))
    restoreInto(edit, {
      version: { ...now, fields: { ...now.fields, [block.id]: text } },
      format,
      chosen: { kind: 'difference', id: `field/${block.id}` },
      done: 'De tekst is aangevuld uit Personen.',
    })
  }
  return (
    <div className="people-in-text">
      <p role="status">{differenceText(missing, different, left)}</p>
      {missing.length + different.length > 0 && (
        <Button kind="quiet" onPress={fill}>
          Aanvullen uit Personen
        </Button>
      )}
    </div>
  )
}

function differenceText(
  missing: readonly PersonLine[],
  different: readonly PersonLine[],
  left: readonly string[],
): string {
  const names = (lines: readonly PersonLine[]) => formatList(lines.map(({ name }) => name))
  return [
    ...(missing.length === 0 ? [] : [`Nog niet in deze tekst: ${names(missing)}.`]),
    ...(different.length === 0
      ? []
      : [`Bij Personen staat een andere functie: ${names(different)}.`]),
    // Only said: whether the line goes is for a person to decide.
    ...(left.length === 0
      ? []
      : [`Nog wel in deze tekst, maar niet meer in het team bij Personen: ${formatList(left)}.`]),
  ].join(' ')
}
