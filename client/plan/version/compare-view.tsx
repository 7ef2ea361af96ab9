import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useFormat } from '#client/hooks/use-plans.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { useVersionContent } from '#client/hooks/use-versions.ts'
import { ComparisonView } from '#client/panels/compare/comparison-view.tsx'
import type { CompareMode } from '#client/panels/compare/content-difference.tsx'
import { StepButtons, useStepThrough } from '#client/panels/compare/step-through.tsx'
import { addressOfView } from '#client/panels/history/view-address.ts'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { ErrorState } from '#client/ui/error-state.tsx'
import { Loading } from '#client/ui/loading.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Version } from '#shared/api/versions.ts'
import { comparePlans } from '#shared/compare/compare-plans.ts'
import type { CellDifference, Comparison, Difference } from '#shared/compare/differences.ts'
import type { Chosen } from '#shared/compare/restore-from.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { CompareToolbar } from './compare-toolbar.tsx'
import { restoreInto } from './restore.ts'
import { RestoreButton } from './restore-button.tsx'
import '#client/panels/compare/change-mark.css'
import './compare-view.css'

type CompareViewProps = { versions: readonly Version[]; from: string; to: string | null }

/** Compares two versions, or a version and the current plan; users who may write can restore differences. */
export function CompareView({ versions, from, to }: CompareViewProps) {
  const { session } = usePlanContext()
  const [old, changed] = [
    versions.find(({ id }) => id === from),
    versions.find(({ id }) => id === to),
  ]
  const oldContent = useVersionContent(from)
  const newContent = useVersionContent(to)
  const form = useFormat(oldContent.data?.format.id ?? null, oldContent.data?.format.version)
  // The comparison follows the edits of others, at low priority.
  const live = useDeferredValue(useSource(session.content))
  const after = to === null ? live : newContent.data
  const failed = [oldContent, newContent, form].find(
    (query) => query.isError && query.data === undefined,
  )
  if (failed !== undefined)
    return (
      <ErrorState
        error={failed.error}
        isRetrying={failed.isFetching}
        onRetry={() => void failed.refetch()}
      />
    )
  if (oldContent.data === undefined || after === undefined || form.data === undefined)
    return <Loading label="Bezig met vergelijken" lines={6} />
  return (
    <Compared
      versions={versions}
      from={from}
      to={to}
      before={oldContent.data}
      after={after}
      format={form.data}
      names={{ old: nameOf(old), new: to === null ? 'Nu' : nameOf(changed) }}
    />
  )
}

const nameOf = (version: Version | undefined) =>
  version === undefined ? 'Onbekende versie' : `Versie ${version.number}`

type ComparedProps = CompareViewProps & {
  before: PlanContent
  after: PlanContent
  format: Format
  names: { old: string; new: string }
}

function Compared({ versions, from, to, before, after, format, names }: ComparedProps) {
  const { planId, edit } = usePlanContext()
  const [, navigate] = useLocation()
  const [mode, setMode] = useState<CompareMode>('inline')
  const [isAsking, setAsking] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const title = useRef<HTMLHeadingElement>(null)
  const stepping = useStepThrough(list)
  const titleId = useId()
  const result = useMemo(() => compareOrRefuse(before, after, format), [before, after, format])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another pair is another page
  useEffect(() => title.current?.focus({ preventScroll: true }), [from, to])
  const isRestorable = edit !== null && to === null && result.kind === 'compared'
  const restore = (chosen: Chosen, done: string) =>
    edit !== null &&
    restoreInto(edit, { version: before, format: formOf(edit.format), chosen, done })
  const tryRestore = (chosen: Chosen, done: string) => {
    try {
      restore(chosen, done)
    } catch (error) {
      showToast({
        text: error instanceof Error ? error.message : 'Terugzetten is niet gelukt.',
        tone: 'bad',
      })
    }
  }
  const actions = (difference: Difference, cell?: CellDifference) =>
    isRestorable && (
      <RestoreButton difference={difference} cell={cell} name={names.old} onRestore={tryRestore} />
    )
  return (
    <section aria-labelledby={titleId} ref={list} onKeyDown={stepping.onKeyDown}>
      <h2 className="compare__title" id={titleId} ref={title} tabIndex={-1}>
        {names.old} vergeleken met{' '}
        {names.new === 'Nu' ? 'het plan van nu' : names.new.toLowerCase()}
      </h2>
      <CompareToolbar
        versions={versions}
        from={from}
        to={to}
        mode={mode}
        onMode={setMode}
        onChoose={(pair) => navigate(addressOfView(planId, { kind: 'compare', ...pair }))}
      />
      {result.kind === 'refused' ? (
        <ErrorState
          error={result.error}
          actions={
            <ButtonLink href={addressOfView(planId, { kind: 'version', versionId: from })}>
              {names.old} bekijken
            </ButtonLink>
          }
        />
      ) : (
        <>
          <div className="compare__summary">
            <p role="status" className="compare__counts">
              {result.comparison.summary.text}
            </p>
            {result.comparison.sections.length > 0 && <StepButtons {...stepping} />}
            {isRestorable && result.comparison.sections.length > 0 && (
              <Button onPress={() => setAsking(true)}>Hele versie terugzetten</Button>
            )}
          </div>
          {result.comparison.sections.length === 0 ? (
            <p className="notice notice--quiet">
              Er is geen verschil: tekst, regels en bedragen zijn gelijk.
            </p>
          ) : (
            <p className="compare__legend">
              <ins className="diff-ins">Onderstreept</ins> is ingevoegd na {names.old.toLowerCase()}
              , <del className="diff-del">doorgestreept</del> is verwijderd,{' '}
              <span className="diff-restyled">gestippeld</span> heeft alleen een andere opmaak.
            </p>
          )}
          <ComparisonView
            comparison={result.comparison}
            mode={mode}
            sides={names}
            actions={actions}
          />
          <ConfirmDialog
            title={`${names.old} terugzetten`}
            isOpen={isAsking}
            onClose={() => setAsking(false)}
            confirmLabel="Terugzetten"
            kind="primary"
            onConfirm={async () =>
              restore(
                { kind: 'all' },
                `${names.old} is teruggezet: ${result.comparison.summary.text}.`,
              )
            }
          >
            <p>
              Alles wordt weer zoals in {names.old.toLowerCase()}: {result.comparison.summary.text}.
              Dat gaat als gewone wijziging van u, zichtbaar voor iedereen. Reacties blijven staan,
              en u kunt het daarna ongedaan maken.
            </p>
          </ConfirmDialog>
        </>
      )}
    </section>
  )
}

type Result = { kind: 'compared'; comparison: Comparison } | { kind: 'refused'; error: unknown }

function compareOrRefuse(before: PlanContent, after: PlanContent, format: Format): Result {
  try {
    return { kind: 'compared', comparison: comparePlans(before, after, formOf(format)) }
  } catch (error) {
    return { kind: 'refused', error }
  }
}
