import { useDeferredValue, useEffect, useId, useMemo, useRef } from 'react'
import { upload } from '#client/api.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { addressOfView } from '#client/panels/history/view-address.ts'
import { FileChooser } from '#client/panels/import/file-chooser.tsx'
import { type ImportReading, useImportFile } from '#client/panels/import/use-import-file.ts'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { importIntoPlan } from '#shared/api/imports.ts'
import { ImportReview } from './import-review.tsx'
import '../paper/paper.css'
import '../version/compare-view.css'
import { queryKeys } from '#client/hooks/query-keys.ts'
import { queryClient } from '#client/query-client.ts'

/** Shown in place of the plan: choosing a file, its changes, and which of them to accept. */
export function ImportScreen() {
  const { planId, session, format, edit } = usePlanContext()
  const titleId = useId()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus({ preventScroll: true }), [])
  const { reading, read, reset } = useImportFile(
    (file, signal) => upload(importIntoPlan, { params: { planId }, file, signal }),
    {
      kept: keptImport(planId),
      keep: (next) => keepImport(planId, next),
    },
  )
  // The comparison follows the edits of others, at low priority.
  const now = useDeferredValue(useSource(session.content))
  const found = reading.kind === 'read' ? reading.found : null
  const isSameForm = useMemo(
    () =>
      found === null || (found.format.id === format.id && found.format.version === format.version),
    [found, format],
  )
  return (
    <section className="paper paper--version" aria-labelledby={titleId}>
      <h2 className="compare__title" id={titleId} ref={title} tabIndex={-1}>
        Importeren uit Word, Excel of csv
      </h2>
      {edit === null ? (
        <p className="notice">
          U kunt dit plan lezen, maar niet wijzigen. Vraag de coördinator om u kernteamlid te maken.
        </p>
      ) : found !== null && isSameForm && reading.kind === 'read' ? (
        <ImportReview fileName={reading.fileName} found={found} now={now} edit={edit} />
      ) : (
        <FileChooser
          reading={reading}
          accept=".docx,.odt,.xlsx,.ods,.csv"
          onFile={(file) => void read(file)}
          onStop={reset}
        >
          <p>
            Kies een ingevuld formulier in Word (.docx) of LibreOffice (.odt), een export die u
            heeft gewijzigd, of een begroting in Excel (.xlsx), LibreOffice (.ods) of csv. Slepen
            mag ook. Hoogstens 10 MB.
          </p>
          <p>
            U ziet daarna per onderdeel wat er zou veranderen. Er verandert niets voordat u daarvoor
            kiest. Het bestand wordt niet bewaard.
          </p>
        </FileChooser>
      )}
      <div className="button-row">
        <ButtonLink href={addressOfView(planId, { kind: 'plan' })}>Terug naar het plan</ButtonLink>
        {reading.kind === 'read' && <Button onPress={reset}>Ander bestand kiezen</Button>}
      </div>
    </section>
  )
}

/**
 * The result of an import outlives its screen: a user who goes to the plan to paste something finds the rest again. It is
 * stored in the query cache, which is removed when another user signs in.
 */
function keptImport(planId: string): ImportReading {
  return queryClient.getQueryData<ImportReading>(queryKeys.imported(planId)) ?? { kind: 'idle' }
}

function keepImport(planId: string, reading: ImportReading): void {
  const key = queryKeys.imported(planId)
  if (reading.kind !== 'read') return queryClient.removeQueries({ queryKey: key, exact: true })
  queryClient.setQueryDefaults(key, { gcTime: Number.POSITIVE_INFINITY })
  queryClient.setQueryData(key, reading)
}
