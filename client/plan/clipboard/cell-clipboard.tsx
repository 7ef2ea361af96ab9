import { useEffect, useState } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { parsePlace } from '#client/sync/place.ts'
import { pasteTexts } from '#client/text/paste-texts.ts'
import { showToast } from '#client/ui/toasts.ts'
import type { Column } from '#shared/format/columns.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { Format, Table } from '#shared/format/schema.ts'
import type { cellWork } from './cell-work.tsx'
import { clipOf } from './clip.ts'
import type { PastePlace, Pasting } from './paste-range.ts'
import { useImageNotice } from './use-image-notice.ts'
import { useRangeCopy } from './use-range-copy.ts'

/** Takes ranges of cells that are pasted into a table or on a card. Mounted once per plan. */
export function CellClipboard() {
  const { edit, format } = usePlanContext()
  const [shown, setShown] = useState<{ pasting: Pasting; work: typeof cellWork } | null>(null)
  useImageNotice()
  useRangeCopy()
  useEffect(() => {
    if (edit === null) return
    const onPaste = (event: ClipboardEvent) => {
      const clip = event.clipboardData === null ? null : clipOf(event.clipboardData)
      const place = pastePlace(format)
      if (event.defaultPrevented || clip === null || place === null) return
      // A text with line breaks in a field of a card is no list of rows.
      if (clip.isLoose && place.below === 'insert' && !place.isTitle) return
      event.preventDefault()
      import('./cell-work.tsx')
        .then(({ cellWork: work }) => {
          const pasting = work.beginPaste(clip, { ...place, edit })
          setShown(pasting === null ? null : { pasting, work })
        })
        .catch(() => showToast({ text: pasteTexts.failed, tone: 'bad' }))
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [edit, format])
  return shown === null ? null : (
    <shown.work.PastePreview pasting={shown.pasting} onClose={() => setShown(null)} />
  )
}

type Place = Omit<PastePlace, 'edit'> & { isTitle: boolean }

/** The cell with the focus; null in a rich text and anywhere outside the tables. */
function pastePlace(format: Format): Place | null {
  const focused = document.activeElement
  if (focused === null || focused.closest('.ProseMirror') !== null) return null
  const element = focused.closest<HTMLElement>('[data-place^="cell/"]')
  const place = parsePlace(element?.dataset['place'] ?? '')
  if (place?.table === undefined || place.row === undefined || place.column === undefined)
    return null
  const table = tableOf(format, place.table)
  if (table === undefined) return null
  const row = element?.closest<HTMLElement>('[data-row]') ?? null
  return {
    table,
    format,
    at: { row: place.row, column: place.column },
    shown: shownColumns(table, row),
    below: table.layout === 'cards' ? 'insert' : 'fill',
    isTitle: table.columns.some(({ id, isTitle }) => isTitle && id === place.column),
  }
}

/** The columns of a row in the order of the screen; on a card the title comes first. */
function shownColumns(table: Table, row: HTMLElement | null): Column[] {
  const ids = [...(row?.querySelectorAll<HTMLElement>('[data-column]') ?? [])].map(
    (cell) => cell.dataset['column'],
  )
  const all = table.columns.filter(({ id }) => table.groups === undefined || id !== 'group')
  const shown = ids.flatMap((id) => all.filter((column) => column.id === id))
  if (shown.length > 0) return shown
  return [...all.filter(({ isTitle }) => isTitle), ...all.filter(({ isTitle }) => !isTitle)]
}
