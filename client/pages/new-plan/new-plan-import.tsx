import { upload } from '#client/api.ts'
import { useFormat } from '#client/hooks/use-plans.ts'
import { FileChooser } from '#client/panels/import/file-chooser.tsx'
import { useImportFile } from '#client/panels/import/use-import-file.ts'
import * as newPlanText from '#client/text/new-plan.ts'
import * as placeText from '#client/text/places.ts'
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
        title={newPlanText.importTitle}
        back={{ href: '/nieuw', label: placeText.newPlan }}
        lead={newPlanText.importLead}
      />
      {found === null || reading.kind !== 'read' ? (
        <FileChooser
          reading={reading}
          accept=".docx,.odt"
          onFile={(file) => void read(file)}
          onStop={reset}
        >
          <p>{newPlanText.importChoose}</p>
        </FileChooser>
      ) : (
        <QueryView query={format} loadingLabel={newPlanText.loadingForm}>
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
