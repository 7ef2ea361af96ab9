import { ChevronRight, MessageSquare } from 'lucide-react'
import { type CSSProperties, useState } from 'react'
import { commentUiStore } from '#client/hooks/comment-ui-store.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { usePeople } from '#client/hooks/use-people.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { rowPlace, sectionPlace } from '#client/sync/place.ts'
import { counted } from '#shared/counted.ts'
import { disciplines } from '#shared/disciplines.ts'
import type { Section } from '#shared/format/schema.ts'
import { formatList } from '#shared/format-list.ts'
import { peopleInSection } from '../presence/presence.ts'
import './outline.css'

type OutlineRow = { table: string; row: string; title: string }
export type OutlineChild = OutlineRow & {
  number: number
  /** The rows that refer to this one, such as the activities of a theme, and their name. */
  rows: readonly OutlineRow[]
  item: { one: string; many: string }
}

type OutlineItemProps = {
  section: Section
  number: string | undefined
  progress: { done: number; of: number }
  isActive: boolean
  children: readonly OutlineChild[]
}

export function OutlineItem({ section, number, progress, isActive, children }: OutlineItemProps) {
  const { format, goTo } = usePlanContext()
  const people = usePeople((everyone) => peopleInSection(everyone, format, section.id))
  return (
    <li>
      <a
        className={isActive ? 'outline__link outline__link--active' : 'outline__link'}
        href={`#${section.id}`}
        aria-current={isActive ? 'location' : undefined}
        onClick={(event) => {
          event.preventDefault()
          goTo({ section: section.id })
        }}
      >
        <ProgressRing {...progress} />
        {number !== undefined && <span className="visually-hidden">{number}. </span>}
        <span className="outline__title">{section.shortTitle}</span>
        <span className="visually-hidden">
          , {progress.done} van {progress.of} ingevuld
        </span>
        <ThreadCount place={sectionPlace(section.id)} />
        {people.length > 0 && (
          <span
            className="outline__people"
            title={`${formatList(people.map((person) => person.name))} ${people.length === 1 ? 'is' : 'zijn'} hier`}
          >
            {people.slice(0, 4).map((person) => (
              <span
                key={person.userId}
                className="outline__dot"
                style={{
                  background:
                    person.discipline === null
                      ? person.color
                      : disciplines[person.discipline].color,
                }}
                aria-hidden="true"
              />
            ))}
            <span className="visually-hidden">
              , {formatList(people.map((person) => person.name))}{' '}
              {people.length === 1 ? 'is' : 'zijn'} hier
            </span>
            <span className="outline__count" aria-hidden="true">
              {people.length}
            </span>
          </span>
        )}
      </a>
      {children.length > 0 && (
        <ul className="outline__children">
          {children.map((child) => (
            <li key={child.row}>
              <a
                className="outline__link outline__link--child"
                href={`#${section.id}`}
                onClick={(event) => {
                  event.preventDefault()
                  goTo({ table: child.table, row: child.row })
                }}
              >
                <span>{child.number}</span>
                <span className="outline__title">{child.title}</span>
                <ThreadCount place={rowPlace(child.table, child.row)} />
              </a>
              {child.rows.length > 0 && <RowsOf child={child} section={section} />}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

/** "3 activiteiten", and their names once that is opened. */
function RowsOf({ child, section }: { child: OutlineChild; section: Section }) {
  const { goTo } = usePlanContext()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="outline__rows"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronRight size={14} aria-hidden="true" />
        {counted(child.rows.length, child.item.one, child.item.many)}
        <span className="visually-hidden"> van {child.title}</span>
      </button>
      {isOpen && (
        <ul className="outline__children">
          {child.rows.map(({ table, row, title }) => (
            <li key={row}>
              <a
                className="outline__link outline__link--row"
                href={`#${section.id}`}
                onClick={(event) => {
                  event.preventDefault()
                  goTo({ table, row })
                }}
              >
                <span className="outline__title">{title}</span>
                <ThreadCount place={rowPlace(table, row)} />
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** The number of open comments. */
function ThreadCount({ place }: { place: string }) {
  const count = useSource(commentUiStore.counts, (counts) => counts.get(place) ?? 0)
  if (count === 0) return null
  return (
    <span className="outline__threads">
      <span className="visually-hidden">, </span>
      <MessageSquare size={12} aria-hidden="true" /> {count}
      <span className="visually-hidden"> {count === 1 ? 'reactie' : 'reacties'}</span>
    </span>
  )
}

/** A drawing of how far a section is filled; the same in words is beside it. */
function ProgressRing({ done, of }: { done: number; of: number }) {
  const share = of === 0 ? 0 : done / of
  return (
    <span
      className={share === 1 ? 'ring ring--full' : 'ring'}
      style={{ '--share': `${Math.round(share * 100)}%` } as CSSProperties}
      aria-hidden="true"
    />
  )
}
