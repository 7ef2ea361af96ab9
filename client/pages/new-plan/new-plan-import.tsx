import { upload } from '#client/api.ts'
import { useFormat } from '#client/hooks/use-plans.ts'
import { FileChooser } from '#client/panels/import/file-chooser.tsx'
import { useImportFile } from '#client/panels/import/use-import-file.ts'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { importForNewPlan } from '#shared/api/imports.ts'
import { NewPlanReview } from './new-plan-review.tsx'

/** Creates a plan from a form that was filled in elsewhere. */
export function NewPlanImportPage() {
  const { reading, read, reset } = useImportFile((file, signal) =>
    upload(importForNewPlan, { file, signal }),
  )
  const found = reading.kind === 'read' ? reading.found : null
  const format = useFormat(found?.format.id ?? null, found?.format.version)
  return (
    <Shell width="form">
      <PageHeader
        title="Beginnen met een ingevuld formulier"
        back={{ href: '/nieuw', label: 'Nieuw plan' }}
        lead="Wij lezen het Word-bestand en herkennen welk formulier het is. U ziet wat er in het plan komt voordat het wordt gemaakt."
      />
      {found === null || reading.kind !== 'read' ? (
        <FileChooser
          reading={reading}
          accept=".docx"
          onFile={(file) => void read(file)}
          onStop={reset}
        >
          <p>
            Kies het ingevulde formulier in Word (.docx). Slepen mag ook. Hoogstens 10 MB. Het
            bestand wordt niet bewaard.
          </p>
        </FileChooser>
      ) : (
        <QueryView query={format} loadingLabel="Bezig met ophalen van het formulier">
          {(form) => (
            <NewPlanReview
              fileName={reading.fileName}
              found={found}
              format={form}
              onOther={reset}
            />
          )}
        </QueryView>
      )}
    </Shell>
  )
}
