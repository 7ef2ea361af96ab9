import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import * as actionText from '#client/text/actions.ts'
import * as exportText from '#client/text/export.ts'
import { listExportKinds } from '#shared/api/exports.ts'
import type { Version } from '#shared/api/versions.ts'
import { errorTable } from '#shared/errors.ts'
import {
  type ExportKind,
  type ExportOption,
  exportKindNames,
  formatOf,
  printsForm,
} from '#shared/export-formats.ts'
import { calculationName, calculationTables } from '#shared/format/calculation-tables.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import { tablesOf } from '#shared/format/lookup.ts'
import { hasOfficialForm } from '#shared/format/official-form.ts'
import { call } from '../api.ts'
import { usePlanContext } from '../hooks/plan-context.ts'
import { queryKeys } from '../hooks/query-keys.ts'
import { useThreads } from '../hooks/use-threads.ts'
import { useVersions } from '../hooks/use-versions.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { ExportStatus } from './export-status.tsx'
import { useExport } from './use-export.ts'

const wholeLabels = exportText.groups

/** The kinds that most people need, by their purpose; the others are behind "Meer soorten". */
const purposes: Readonly<Partial<Record<ExportKind, string>>> = {
  docx: exportText.wordForRecipient,
  pdf: exportText.pdfToKeep,
  xlsx: exportText.excelForBudget,
}
const firstKinds: readonly ExportKind[] = ['docx', 'pdf', 'xlsx']

export function ExportDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { format, parts } = usePlanContext()
  const makes = useExportKinds()
  const [kind, setKind] = useState<ExportKind>('docx')
  const [showsAll, setAll] = useState(false)
  const offered = exportKindNames.filter((candidate) => parts === null || printsForm(candidate))
  const [table, setTable] = useState('')
  const { data: versions = [] } = useVersions()
  const [version, setVersion] = useState('')
  const [since, setSince] = useState('')
  const [withGuidance, setWithGuidance] = useState(false)
  const [withComments, setWithComments] = useState(false)
  // Says whether comments are hidden from this member: then the dialog does not offer them.
  const threads = useThreads()
  const [isArchive, setIsArchive] = useState(false)
  const [isFormOnly, setIsFormOnly] = useState(false)
  const [isRunning, setIsRunning] = useState(false)
  const [isPublic, setIsPublic] = useState(false)
  const { progress, start, stop, reset } = useExport()
  const isBusy = progress.kind === 'saving' || progress.kind === 'making'
  const choice = formatOf(kind)
  const has = (option: ExportOption) => choice.options.includes(option)

  // A version is the form alone: what is kept during the year has no versions.
  const tables = tablesOf(version === '' ? format : formOf(format))
  const chosenTable =
    has('table') && tables.some(({ id }) => id === table)
      ? table
      : kind === 'csv'
        ? (calculationTables(format)[0] ?? tables[0])?.id
        : undefined
  const isWhole = chosenTable === undefined

  // Comments belong to the current plan, not to a version.
  const offersComments =
    isWhole && has('comments') && version === '' && !isPublic && threads.data?.isHidden === false

  // The versions before the exported one; the server refuses a version of another format.
  const number = versions.find(({ id }) => id === version)?.number ?? Number.POSITIVE_INFINITY
  const earlier = isWhole && printsForm(kind) ? versions.filter((one) => one.number < number) : []
  const chosenSince = earlier.some(({ id }) => id === since) ? since : ''

  const close = () => {
    reset()
    onClose()
  }
  const change = <Value,>(set: (value: Value) => void) => {
    return (value: Value) => {
      if (isBusy) return
      reset()
      set(value)
    }
  }

  const checks = [
    {
      label: exportText.onlyForm,
      text: exportText.onlyFormText,
      isOffered: isWhole && has('formOnly') && hasOfficialForm(format),
      isChecked: isFormOnly,
      set: setIsFormOnly,
    },
    {
      label: exportText.running,
      text: exportText.runningText,
      isOffered: isWhole && has('running') && format.printsBoxes === true,
      isChecked: isRunning,
      set: setIsRunning,
    },
    {
      label: exportText.withGuidance,
      text: exportText.withGuidanceText,
      isOffered: isWhole && has('guidance'),
      isChecked: withGuidance,
      set: setWithGuidance,
    },
    {
      label: exportText.withComments,
      text: exportText.withCommentsText,
      isOffered: offersComments,
      isChecked: withComments,
      set: setWithComments,
    },
    {
      label: exportText.toKeep,
      text: exportText.toKeepText,
      isOffered: has('archive'),
      isChecked: isArchive,
      set: setIsArchive,
    },
    {
      label: exportText.publicVersion,
      text: exportText.publicText,
      isOffered: true,
      isChecked: isPublic,
      set: setIsPublic,
    },
  ]

  return (
    <Dialog
      title={exportText.title}
      isOpen={isOpen}
      onClose={close}
      isWide
      actions={
        <>
          {isBusy ? (
            <Button onPress={stop}>{actionText.stop}</Button>
          ) : (
            <Button onPress={close}>
              {progress.kind === 'done' ? actionText.close : actionText.cancel}
            </Button>
          )}
          <Button
            kind="primary"
            isPending={isBusy}
            onPress={() =>
              void start({
                kind,
                isPublic,
                withGuidance: withGuidance && isWhole && has('guidance'),
                isFormOnly: isFormOnly && isWhole && has('formOnly'),
                isRunning: isRunning && isWhole && has('running'),
                withComments: withComments && offersComments,
                isArchive: isArchive && has('archive'),
                ...(chosenTable === undefined ? {} : { table: chosenTable }),
                ...(version === '' ? {} : { version }),
                ...(chosenSince === '' ? {} : { since: chosenSince }),
              })
            }
          >
            {exportText.download(choice.title, kind)}
          </Button>
        </>
      }
    >
      <VersionField
        id="export-version"
        label={exportText.whichVersion}
        none={exportText.now}
        prefix={exportText.version}
        versions={versions}
        value={version}
        onChange={change(setVersion)}
      />
      <RadioCards
        id="export-kind"
        label={exportText.whichFile}
        isRequired
        value={kind}
        onChange={change(setKind)}
        cards={offered
          .filter((candidate) => showsAll || firstKinds.includes(candidate))
          .map((value) => ({
            value,
            title: purposes[value] ?? formatOf(value).title,
            aside: `.${value}`,
            text: formatOf(value).text,
            whyNot: makes(value) ? undefined : errorTable['pdf-unavailable'].text,
          }))}
        isGrid
      />
      {!showsAll && (
        <div>
          <Button kind="quiet" onPress={() => setAll(true)}>
            {exportText.moreKinds}
          </Button>
        </div>
      )}
      {has('table') && (
        <SelectField
          id="export-table"
          label={exportText.planOrList}
          isRequired
          value={chosenTable ?? ''}
          onChange={change(setTable)}
          choices={[
            ...(kind === 'csv' ? [] : [{ value: '', label: wholeLabels[choice.source] }]),
            ...tables.map((candidate) => ({
              value: candidate.id,
              label: exportText.list(calculationName(candidate)),
            })),
          ]}
        />
      )}
      <VersionField
        id="export-since"
        label={exportText.withChanges}
        none={exportText.withoutChanges}
        prefix={exportText.sinceVersion}
        versions={earlier}
        value={chosenSince}
        onChange={change(setSince)}
      />
      {checks
        .filter(({ isOffered }) => isOffered)
        .map(({ label, text, isChecked, set }) => (
          <label key={label} className="check">
            <input
              type="checkbox"
              checked={isChecked}
              disabled={isBusy}
              onChange={(event) => change(set)(event.target.checked)}
            />
            <span>
              {label}
              <small>{text}</small>
            </span>
          </label>
        ))}
      <ExportStatus progress={progress} kind={kind} />
    </Dialog>
  )
}

type VersionFieldProps = {
  id: string
  label: string
  /** The choice of no version. */
  none: string
  /** Before the number of a version. */
  prefix: string
  versions: readonly Version[]
  value: string
  onChange: (id: string) => void
}

/** Not there when there is no version to choose. */
function VersionField({ none, prefix, versions, ...field }: VersionFieldProps) {
  if (versions.length === 0) return null
  const choices = versions.map(({ id, number, name }) => ({
    value: id,
    label: `${prefix} ${number}: ${name}`,
  }))
  return <SelectField {...field} isRequired choices={[{ value: '', label: none }, ...choices]} />
}

/** Whether this installation can make an export format. True until that is known: the server refuses what it can't make. */
function useExportKinds(): (kind: ExportKind) => boolean {
  const { data } = useQuery({
    queryKey: queryKeys.exportKinds,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => call(listExportKinds, { signal }),
  })
  return (kind) => data?.kinds.includes(kind) ?? true
}
