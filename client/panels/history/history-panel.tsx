import { Milestone, X } from 'lucide-react'
import { useId, useState } from 'react'
import { Link } from 'wouter'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useHistory, useVersions } from '#client/hooks/use-versions.ts'
import * as historyText from '#client/text/history.ts'
import { formatDay, formatRecent } from '#client/text/moment.ts'
import * as placeText from '#client/text/places.ts'
import * as termText from '#client/text/terms.ts'
import { Button, IconButton } from '#client/ui/button.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import { isoDayOf } from '#shared/amsterdam.ts'
import type { Version } from '#shared/api/versions.ts'
import { formatEuro } from '#shared/money.ts'
import { formatClock } from '#shared/text/moment.ts'
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
          {placeText.history}
        </h2>
        {onClose !== undefined && (
          <IconButton
            label={historyText.hide}
            icon={<X className="icon" aria-hidden="true" />}
            onPress={onClose}
          />
        )}
      </div>
      {edit !== null && (
        <Button onPress={() => setMaking(true)}>
          <Milestone className="icon" aria-hidden="true" /> {historyText.freeze}
        </Button>
      )}
      <QueryView query={versions} loadingLabel={historyText.loading}>
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
      {versions.length === 0 && <p className="history__empty">{historyText.none}</p>}
      <ol className="history__days">
        <li className={view.kind === 'plan' ? 'history__now history__now--shown' : 'history__now'}>
          <Link
            href={addressOfView(planId, { kind: 'plan' })}
            onClick={onShow}
            aria-current={view.kind === 'plan' ? 'true' : undefined}
          >
            {historyText.now}
          </Link>
          <span className="muted"> {historyText.nowText}</span>
        </li>
        {days.map((day) => (
          <DayItem key={day.day} day={day} view={view} onShow={onShow} />
        ))}
      </ol>
      {history.isError && (
        <p className="notice notice--quiet">
          {historyText.workNotLoaded}
          <Button
            kind="quiet"
            isPending={history.isFetching}
            onPress={() => void history.refetch()}
          >
            {historyText.tryAgain}
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
              <Sentence
                parts={historyText.workedOn(
                  <strong>{by.name}</strong>,
                  places.slice(0, shownPlaces).join('; '),
                )}
              />
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
        <Sentence
          parts={historyText.dayEnd(
            (words) => <span className="visually-hidden">{words}</span>,
            formatDay(day),
          )}
        />
      </Link>
    </p>
  )
}

/** What was changed of the year, by whom and when: no version holds it. */
function YearChanges({ lines }: { lines: TimelineDay['year'] }) {
  const [shown, more] = [lines.slice(0, shownPlaces), lines.slice(shownPlaces)]
  return (
    <>
      <h4 className="history__part">{historyText.year}</h4>
      <ul className="history__people">
        {shown.map((line) => (
          <YearChange key={keyOf(line)} line={line} />
        ))}
      </ul>
      {more.length > 0 && (
        <details className="history__more">
          <summary>{historyText.andMore(more.length)}</summary>
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
      <Sentence
        parts={historyText.yearLine(
          <strong>{line.place}</strong>,
          sinceText(line),
          formatClock(line.at),
        )}
      />
    </li>
  )
}

function MorePlaces({ places }: { places: readonly string[] }) {
  return (
    <details className="history__more">
      <summary>{historyText.andMore(places.length)}</summary>
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
  const name = termText.version(version.number)
  return (
    <article
      className={isShown ? 'version version--shown' : 'version'}
      aria-label={historyText.versionAndName(version.number, version.name)}
    >
      <h4 className="version__name">
        <span className="version__number">{termText.versionTitle(version.number)}</span>{' '}
        {version.name}
      </h4>
      <p className="version__facts">
        {historyText.when(formatRecent(version.createdAt, new Date()), version.createdBy.name)}
        {version.totalCents !== null && <> · {formatEuro(version.totalCents)}</>}
      </p>
      <div className="version__links">
        <Link
          className="link"
          href={addressOfView(planId, { kind: 'version', versionId: version.id })}
          onClick={onShow}
          aria-current={isShown ? 'true' : undefined}
        >
          <Sentence
            parts={historyText.view(
              (words) => <span className="visually-hidden">{words}</span>,
              name,
            )}
          />
        </Link>
        <Link
          className="link"
          href={addressOfView(planId, { kind: 'compare', from: version.id, to: null })}
          onClick={onShow}
        >
          <Sentence
            parts={historyText.compareWithNow(
              (words) => <span className="visually-hidden">{words}</span>,
              name,
            )}
          />
        </Link>
      </div>
    </article>
  )
}
