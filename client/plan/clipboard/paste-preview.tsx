import { useMemo, useState } from 'react'
import { useSource } from '#client/hooks/use-source.ts'
import { cellPlace } from '#client/sync/place.ts'
import { alsoReplaced, items, pasteTexts } from '#client/text/paste-texts.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { type Column, isComputed } from '#shared/format/columns.ts'
import { type PasteMeaning, widthOf } from '#shared/import/paste/paste-columns.ts'
import type { PastedLine, PastePlan } from '#shared/import/paste/plan-paste.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { bareLabel, cellWords } from '#shared/plan/words.ts'
import { elementAt } from '../focus/focus.ts'
import { backTo, finishPaste, insertText, type Pasting, planOf } from './paste-range.ts'
import './paste-preview.css'
import '../cells/cell.css'

/** The most lines that are shown before pasting. */
const shownLines = 50

/**
 * A range before it is pasted: where its columns go, what it replaces and what can not be read. It
 * follows the plan, so that nobody's change of meanwhile is replaced unseen.
 */
export function PastePreview({ pasting, onClose }: { pasting: Pasting; onClose: () => void }) {
  const { table, edit, clip } = pasting
  const content = useSource(edit.content)
  const [chosen, setChosen] = useState<readonly PasteMeaning[]>()
  const plan = useMemo(() => planOf(pasting, content, chosen), [pasting, content, chosen])
  const close = () => {
    onClose()
    backTo(pasting)
  }
  const paste = () => {
    onClose()
    finishPaste(pasting, plan)
  }
  return (
    <Dialog
      title={plan === null ? 'Plakken' : `${items(plan.lines.length, table)} plakken`}
      isOpen
      isWide
      onClose={close}
      actions={
        <>
          <Button onPress={close}>Annuleren</Button>
          {clip.isLoose && (
            <Button onPress={() => asOneText(pasting, onClose)}>Als één tekst plakken</Button>
          )}
          {plan !== null && (
            <Button kind="primary" onPress={paste}>
              Plakken
            </Button>
          )}
        </>
      }
    >
      {plan === null ? (
        <p role="alert">{pasteTexts.rowGone}</p>
      ) : (
        <>
          <Remarks pasting={pasting} plan={plan} />
          <PreviewTable
            pasting={pasting}
            plan={plan}
            content={content}
            onChoose={(x, meaning) =>
              setChosen(
                plan.columns.meanings.map((old, at) =>
                  at === x ? meaning : old === meaning ? null : old,
                ),
              )
            }
          />
        </>
      )}
    </Dialog>
  )
}

/** Into the input where the user stood, as if it was typed there. */
function asOneText(pasting: Pasting, onClose: () => void): void {
  const { table, at, clip } = pasting
  onClose()
  backTo(pasting)
  // The closing dialog returns the focus first.
  const input = elementAt(cellPlace(table.id, at.row, at.column))
  const insert = () => {
    input?.removeEventListener('focus', insert)
    insertText(clip.text.replace(/\s*[\r\n]+\s*/g, ' ').trim())
  }
  input?.addEventListener('focus', insert)
}

function Remarks({ pasting, plan }: { pasting: Pasting; plan: PastePlan }) {
  const refused = plan.lines.reduce((sum, line) => sum + line.refused.length, 0)
  const remarks = [
    ...(pasting.clip.isLoose ? [pasteTexts.loose] : []),
    ...(plan.columns.isGuessed ? [pasteTexts.guessed] : []),
    ...(plan.lines.some(({ replaced }) => replaced.length > 0) ? [pasteTexts.overwrites] : []),
    ...(refused === 0 ? [] : [pasteTexts.refused(refused)]),
    ...(plan.unfit === 0 ? [] : [pasteTexts.unfit(plan.unfit)]),
  ]
  return (
    <div role="status">
      {remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
    </div>
  )
}

type TableProps = {
  pasting: Pasting
  plan: PastePlan
  content: PlanContent
  onChoose: (x: number, meaning: PasteMeaning) => void
}

function PreviewTable({ pasting, plan, content, onChoose }: TableProps) {
  const xs = Array.from({ length: widthOf(pasting.rows) }, (_, x) => x)
  const { meanings } = plan.columns
  const more = plan.lines.length - shownLines
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by keyboard */}
      <section className="paste-preview" tabIndex={0} aria-label="Wat er geplakt wordt">
        <table className="paste-preview__table tabular">
          <thead>
            <tr>
              <th scope="col">Regel</th>
              {xs.map((x) => (
                <th key={x} scope="col">
                  <ColumnChoice
                    x={x}
                    meaning={meanings[x] ?? null}
                    pasting={pasting}
                    onChoose={onChoose}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {plan.lines.slice(0, shownLines).map((line) => (
              <tr key={line.source}>
                <th scope="row">
                  {line.source + 1}
                  {line.added !== null && <span className="paste-preview__new"> nieuw</span>}
                </th>
                {xs.map((x) => (
                  <td key={x}>
                    <PreviewCell
                      line={line}
                      column={meanings[x] ?? null}
                      text={pasting.rows[line.source]?.cells[x]?.text ?? ''}
                      content={content}
                      tableId={pasting.table.id}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 && <p className="muted">{pasteTexts.more(more)}</p>}
      <BesideRange pasting={pasting} plan={plan} />
    </>
  )
}

/** Lines of which a column beside the range changes too. */
function BesideRange({ pasting, plan }: { pasting: Pasting; plan: PastePlan }) {
  const pasted = new Set(
    plan.columns.meanings.map((one) => (one === null || one === 'group' ? '' : one.id)),
  )
  const beside = pasting.table.columns.filter(
    ({ id }) => !pasted.has(id) && plan.lines.some(({ replaced }) => replaced.includes(id)),
  )
  return beside.length === 0 ? null : <p>{alsoReplaced(beside.map(({ label }) => label))}</p>
}

function ColumnChoice({
  x,
  meaning,
  pasting,
  onChoose,
}: {
  x: number
  meaning: PasteMeaning
  pasting: Pasting
  onChoose: TableProps['onChoose']
}) {
  const columns = [
    ...pasting.shown,
    ...(meaning === null || meaning === 'group' || pasting.shown.includes(meaning)
      ? []
      : [meaning]),
  ].filter((column) => !isComputed(column))
  return (
    <select
      className="paste-preview__choice"
      aria-label={`Kolom ${x + 1} komt in`}
      value={meaning === null ? '' : meaning === 'group' ? 'group' : meaning.id}
      onChange={({ target: { value } }) =>
        onChoose(x, value === 'group' ? 'group' : (columns.find(({ id }) => id === value) ?? null))
      }
    >
      <option value="">Niet plakken</option>
      {pasting.table.groups !== undefined && <option value="group">Onderdeel</option>}
      {columns.map(({ id, label }) => (
        <option key={id} value={id}>
          {bareLabel(label)}
        </option>
      ))}
    </select>
  )
}

function PreviewCell({
  line,
  column,
  text,
  content,
  tableId,
}: {
  line: PastedLine
  column: Column | 'group' | null
  text: string
  content: PlanContent
  tableId: string
}) {
  if (column === 'group') return text
  if (column === null) return <s className="muted">{text}</s>
  const refused = line.refused.find((cell) => cell.column.id === column.id)
  if (refused !== undefined)
    return (
      <>
        {text} <span className="paste-preview__refused">{refused.why}</span>
      </>
    )
  const value = line.writes[column.id]
  const before = content.tables[tableId]?.find(({ id }) => id === line.row)?.[column.id] ?? null
  if (value === undefined) return cellWords(before, column, content)
  return (
    <>
      {line.replaced.includes(column.id) && (
        <>
          <del>
            <span className="visually-hidden">in plaats van </span>
            {cellWords(before, column, content)}
          </del>{' '}
        </>
      )}
      {value === null ? <span className="muted">leeg</span> : cellWords(value, column, content)}
    </>
  )
}
