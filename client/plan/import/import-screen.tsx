import { useDeferredValue, useEffect, useId, useMemo, useRef } from 'react'
import { importIntoPlan } from '#shared/api/imports.ts'
import { upload } from '../../api.ts'
import { usePlanContext } from '../../hooks/plan-context.ts'
import { useSource } from '../../hooks/use-source.ts'
import { addressOfView } from '../../panels/history/view-address.ts'
import { FileChooser } from '../../panels/import/file-chooser.tsx'
import { useImportFile } from '../../panels/import/use-import-file.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { ImportReview } from './import-review.tsx'
import { keepImport, keptImport } from './kept-import.ts'
import '../paper.css'
import '../version/compare-view.css'

/** In the place of the plan: a file, what it would change, and the choice of what of that. */
export function ImportScreen() {
  const { planId, session, format, canWrite } = usePlanContext()
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
  // What others type meanwhile counts too, when there is a moment for it.
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
      {!canWrite ? (
        <p className="notice">
          U kunt dit plan lezen, maar niet wijzigen. Vraag de coördinator om u kernteamlid te maken.
        </p>
      ) : found !== null && isSameForm && reading.kind === 'read' ? (
        <ImportReview fileName={reading.fileName} found={found} now={now} />
      ) : (
        <FileChooser
          reading={reading}
          accept=".docx,.xlsx,.csv"
          onFile={(file) => void read(file)}
          onStop={reset}
        >
          <p>
            Kies een ingevuld formulier in Word (.docx), een Word-export die u heeft gewijzigd, of
            een begroting in Excel (.xlsx) of csv. Slepen mag ook. Hoogstens 10 MB.
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
