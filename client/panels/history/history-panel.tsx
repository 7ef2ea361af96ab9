import { Milestone, X } from 'lucide-react'
import { useId, useState } from 'react'
import { Link } from 'wouter'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useHistory, useVersions } from '#client/hooks/use-versions.ts'
import { Button, IconButton } from '#client/ui/button.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { isoDayOf } from '#shared/amsterdam.ts'
import type { Version } from '#shared/api/versions.ts'
import { formatEuro } from '#shared/money.ts'
import { formatClock, formatDay, formatRecent } from '#shared/text/moment.ts'
import { sinceText } from '../since/since-text.ts'
import { MakeVersionDialog } from './make-version.tsx'
import { type TimelineDay, timelineOf } from './timeline.ts'
import { addressOfView, type ContentSource } from './view-address.ts'
import './history-panel.css'

type HistoryPanelProps = {
  view: ContentSource
  onClose?: (() => void) | undefined
  /** True if no other part is in view: the panel is then the main content of the page. */
  isAlone?: boolean
  /** The user chose a version or day to show in the middle of the screen. */
  onShow: () => void
}

/** Versions, and between them the days with the people who worked and their parts. */
export function HistoryPanel({ view, onClose, isAlone = false, onShow }: HistoryPanelProps) {
  const { edit } = usePlanContext()
  const versions = useVersions()
  const titleId = useId()
  const [isMaking, setMaking] = useState(false)
  const Frame = isAlone ? 'main' : 'aside'
  return (
    <Frame className="history" aria-labelledby={titleId}>
      <div className="history__head">
        <h2 className="history__title" id={titleId} tabIndex={-1}>
          Geschiedenis
        </h2>
        {onClose !== undefined && (
          <IconButton
            label="Geschiedenis verbergen"
            icon={<X className="icon" aria-hidden="true" />}
            onPress={onClose}
          />
        )}
      </div>
      {edit !== null && (
        <Button onPress={() => setMaking(true)}>
          <Milestone className="icon" aria-hidden="true" /> Versie vastleggen
        </Button>
      )}
      <QueryView query={versions} loadingLabel="Bezig met laden van de geschiedenis">
        {(known) => <Timeline versions={known} view={view} onShow={onShow} />}
      </QueryView>
      <MakeVersionDialog isOpen={isMaking} onClose={() => setMaking(false)} />
    </Frame>
  )
}

function Timeline({
  versions,
  view,
  onShow,
}: { versions: readonly Version[] } & Pick<HistoryPanelProps, 'view' | 'onShow'>) {
  const { planId } = usePlanContext()
  const history = useHistory()
  const days = timelineOf(versions, history.data ?? [], isoDayOf)
  return (
    <>
      {versions.length === 0 && (
        <p className="history__empty">
          Er zijn nog geen versies. Leg een versie vast na een overleg. Dan kunt u later zien wat er
          daarna is veranderd, en het terugzetten.
        </p>
      )}
      <ol className="history__days">
        <li className={view.kind === 'plan' ? 'history__now history__now--shown' : 'history__now'}>
          <Link
            href={addressOfView(planId, { kind: 'plan' })}
            onClick={onShow}
            aria-current={view.kind === 'plan' ? 'true' : undefined}
          >
            Nu
          </Link>
          <span className="muted"> het plan zoals het is</span>
        </li>
        {days.map((day) => (
          <DayItem key={day.day} day={day} view={view} onShow={onShow} />
        ))}
      </ol>
      {history.isError && (
        <p className="notice notice--quiet">
          Wij konden niet laden wie waaraan werkte.
          <Button
            kind="quiet"
            isPending={history.isFetching}
            onPress={() => void history.refetch()}
          >
            Opnieuw proberen
          </Button>
        </p>
      )}
    </>
  )
}

/** As many people as fit without hiding the versions below. */
const shownPlaces = 4

function DayItem({
  day: { day, versions, people, year, isKept },
  view,
  onShow,
}: { day: TimelineDay } & Pick<HistoryPanelProps, 'view' | 'onShow'>) {
  return (
    <li className="history__day">
      <h3 className="history__date">{formatDay(day)}</h3>
      {versions.map((version) => (
        <VersionCard key={version.id} version={version} view={view} onShow={onShow} />
      ))}
      {people.length > 0 && (
        <ul className="history__people">
          {people.map(({ by, places }) => (
            <li key={by.id}>
              <strong>{by.name}</strong> werkte aan {places.slice(0, shownPlaces).join('; ')}
              {places.length > shownPlaces && <MorePlaces places={places.slice(shownPlaces)} />}
            </li>
          ))}
        </ul>
      )}
      {year.length > 0 && <YearChanges lines={year} />}
      {isKept && day !== isoDayOf(new Date().toISOString()) && (
        <DayLink day={day} view={view} onShow={onShow} />
      )}
    </li>
  )
}

/** The current day has no end state yet: it shows the plan itself. */
function DayLink({
  day,
  view,
  onShow,
}: { day: string } & Pick<HistoryPanelProps, 'view' | 'onShow'>) {
  const { planId } = usePlanContext()
  const isShown = view.kind === 'day' && view.day === day
  return (
    <p className={isShown ? 'history__day-link history__day-link--shown' : 'history__day-link'}>
      <Link
        className="link"
        href={addressOfView(planId, { kind: 'day', day })}
        onClick={onShow}
        aria-current={isShown ? 'true' : undefined}
      >
        Het plan aan het einde van deze dag
        <span className="visually-hidden">, {formatDay(day)}</span>
      </Link>
    </p>
  )
}

/** What was changed of the year, by whom and when: no version holds it. */
function YearChanges({ lines }: { lines: TimelineDay['year'] }) {
  const [shown, more] = [lines.slice(0, shownPlaces), lines.slice(shownPlaces)]
  return (
    <>
      <h4 className="history__part">Uitvoering</h4>
      <ul className="history__people">
        {shown.map((line) => (
          <YearChange key={keyOf(line)} line={line} />
        ))}
      </ul>
      {more.length > 0 && (
        <details className="history__more">
          <summary>en nog {more.length}</summary>
          <ul className="history__people">
            {more.map((line) => (
              <YearChange key={keyOf(line)} line={line} />
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

const keyOf = ({ target, place, at }: TimelineDay['year'][number]) =>
  `${JSON.stringify(target)} ${place} ${at}`

function YearChange({ line }: { line: TimelineDay['year'][number] }) {
  return (
    <li>
      <strong>{line.place}</strong> {sinceText(line)}, {formatClock(line.at)} uur
    </li>
  )
}

function MorePlaces({ places }: { places: readonly string[] }) {
  return (
    <details className="history__more">
      <summary>en nog {places.length}</summary>
      {places.join('; ')}
    </details>
  )
}

function VersionCard({
  version,
  view,
  onShow,
}: { version: Version } & Pick<HistoryPanelProps, 'view' | 'onShow'>) {
  const { planId } = usePlanContext()
  const isShown = view.kind === 'version' && view.versionId === version.id
  const name = `versie ${version.number}`
  return (
    <article
      className={isShown ? 'version version--shown' : 'version'}
      aria-label={`Versie ${version.number}: ${version.name}`}
    >
      <h4 className="version__name">
        <span className="version__number">Versie {version.number}</span> {version.name}
      </h4>
      <p className="version__facts">
        {formatRecent(version.createdAt, new Date())} door {version.createdBy.name}
        {version.totalCents !== null && <> · {formatEuro(version.totalCents)}</>}
      </p>
      <div className="version__links">
        <Link
          className="link"
          href={addressOfView(planId, { kind: 'version', versionId: version.id })}
          onClick={onShow}
          aria-current={isShown ? 'true' : undefined}
        >
          Bekijken<span className="visually-hidden"> van {name}</span>
        </Link>
        <Link
          className="link"
          href={addressOfView(planId, { kind: 'compare', from: version.id, to: null })}
          onClick={onShow}
        >
          Vergelijken met nu<span className="visually-hidden">, {name}</span>
        </Link>
      </div>
    </article>
  )
}
