import type { ReactNode } from 'react'
import * as panelText from '#client/text/panels.ts'
import { Chip, type ChipTone } from '#client/ui/chip.tsx'
import type {
  CellDifference,
  Comparison,
  Difference,
  RowDifference,
  SectionDifferences,
  TotalDifference,
} from '#shared/compare/differences.ts'
import { type CompareMode, ContentDifferenceView, type SideNames } from './content-difference.tsx'
import './change-mark.css'
import './comparison-view.css'

type Kind = 'added' | 'removed' | 'changed' | 'layout' | 'moved'
export type KindNames = Record<Kind, string>

const usualNames: KindNames = panelText.changeKinds
const tones: Record<Kind, ChipTone> = {
  added: 'ok',
  removed: 'bad',
  changed: 'warn',
  layout: 'neutral',
  moved: 'neutral',
}

type ComparisonViewProps = {
  comparison: Comparison
  mode: CompareMode
  /** The names of the two sides. */
  sides: SideNames
  kinds?: KindNames
  /** The actions for a difference, or for one cell of it. */
  actions?: (difference: Difference, cell?: CellDifference) => ReactNode
  /** The actions for a whole section. */
  sectionActions?: (section: SectionDifferences) => ReactNode
}

/** All differences under the headings of the form; each place can take the focus. */
export function ComparisonView({ comparison: { sections }, ...rest }: ComparisonViewProps) {
  return (
    <div className="comparison">
      {sections.map((section) => (
        <Section key={section.id} section={section} {...rest} />
      ))}
    </div>
  )
}

type Rest = Omit<ComparisonViewProps, 'comparison'>

function Section({ section, sectionActions, ...rest }: Rest & { section: SectionDifferences }) {
  return (
    <section aria-label={section.title}>
      <h3 className="card__title">{section.title}</h3>
      {sectionActions?.(section)}
      <ul className="comparison__list">
        {section.differences.map((difference) => (
          <li key={difference.id}>
            <DifferenceCard
              difference={difference}
              isNamedByHeading={difference.label === section.title}
              {...rest}
            />
          </li>
        ))}
      </ul>
      {section.totals.length > 0 && <Totals totals={section.totals} sides={rest.sides} />}
    </section>
  )
}

function DifferenceCard({
  difference,
  isNamedByHeading,
  mode,
  sides,
  kinds = usualNames,
  actions,
}: Rest & { difference: Difference; isNamedByHeading: boolean }) {
  const found = kindsOf(difference)
  const names = found.map((kind) => kinds[kind])
  return (
    <article
      className="card difference"
      data-difference={difference.id}
      tabIndex={-1}
      aria-label={`${difference.label}: ${names.join(', ').toLowerCase()}`}
    >
      <div className="difference__head">
        {/* A section of one text is named by its heading alone. */}
        <h4 className={isNamedByHeading ? 'visually-hidden' : 'card__subtitle'}>
          {difference.label}
        </h4>
        <span className="difference__kinds">
          {found.map((kind) => (
            <Chip key={kind} tone={tones[kind]}>
              {kinds[kind]}
            </Chip>
          ))}
        </span>
      </div>
      {difference.kind === 'field' ? (
        <ContentDifferenceView content={difference.content} mode={mode} sides={sides} />
      ) : (
        <RowDetails row={difference} mode={mode} sides={sides} actions={actions} />
      )}
      {actions?.(difference)}
    </article>
  )
}

function RowDetails({
  row,
  mode,
  sides,
  actions,
}: Pick<Rest, 'mode' | 'sides' | 'actions'> & { row: RowDifference }) {
  return (
    <>
      {row.isMoved && row.oldIndex !== null && row.newIndex !== null && (
        <p className="difference__move">
          {panelText.movedFromTo(row.oldIndex + 1, row.newIndex + 1)}
        </p>
      )}
      {row.cells.length > 0 && (
        <dl className="difference__cells">
          {row.cells.map((cell) => (
            <div key={cell.column} className="difference__cell">
              <dt>{cell.label}</dt>
              <dd>
                <ContentDifferenceView
                  content={cell.content}
                  mode={row.change === 'kept' ? mode : 'inline'}
                  sides={sides}
                />
                {actions?.(row, cell)}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}

/** The label of a difference and its kind, such as "gewijzigd, verplaatst". */
function kindsOf(difference: Difference): Kind[] {
  if (difference.kind === 'field')
    return [
      difference.content.kind === 'text' && difference.content.isLayoutOnly
        ? 'layout'
        : fieldKind(difference),
    ]
  if (difference.change !== 'kept') return [difference.change]
  return [
    ...(difference.cells.length > 0 ? ['changed' as const] : []),
    ...(difference.isMoved ? ['moved' as const] : []),
  ]
}

function fieldKind({ content }: Extract<Difference, { kind: 'field' }>): Kind {
  if (content.kind === 'plain')
    return content.old === null ? 'added' : content.new === null ? 'removed' : 'changed'
  const isAll = (op: string) => content.blocks.every((block) => block.op === op)
  return isAll('inserted') ? 'added' : isAll('deleted') ? 'removed' : 'changed'
}

function Totals({ totals, sides }: { totals: readonly TotalDifference[]; sides: SideNames }) {
  return (
    <div className="comparison__totals">
      <table className="totals-table tabular">
        <caption>{panelText.totals}</caption>
        <thead>
          <tr>
            <th scope="col">{panelText.part}</th>
            <th scope="col">{sides.old}</th>
            <th scope="col">{sides.new}</th>
          </tr>
        </thead>
        <tbody>
          {totals.map((total) => (
            <tr key={`${total.table}/${total.column}/${total.group}`}>
              <th scope="row">{total.label}</th>
              <td>
                {total.oldWords === '' ? '–' : <del className="diff-del">{total.oldWords}</del>}
              </td>
              <td>
                {total.newWords === '' ? '–' : <ins className="diff-ins">{total.newWords}</ins>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
