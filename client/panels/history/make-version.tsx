import { type FormEvent, useState } from 'react'
import { issuesOfZod, useFormIssues } from '#client/hooks/use-form-issues.ts'
import { useMakeVersion } from '#client/hooks/use-versions.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { CreateVersionSchema, maxVersionNameLength } from '#shared/api/versions.ts'
import { formatDay } from '#shared/text/moment.ts'
import '#client/ui/dialog.css'

const usualName = () => `Overleg ${formatDay(new Date().toISOString())}`

export function MakeVersionDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Versie vastleggen" isOpen={isOpen} onClose={onClose}>
      <MakeVersionForm onClose={onClose} />
    </Dialog>
  )
}

function MakeVersionForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState(usualName)
  const form = useFormIssues()
  const make = useMakeVersion()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const given = CreateVersionSchema.safeParse({ name })
    if (!form.report(given.success ? [] : issuesOfZod(given.error))) return
    try {
      const version = await make.mutateAsync(name)
      showToast({ text: `Versie ${version.number} “${version.name}” is vastgelegd.` })
      onClose()
    } catch (error) {
      form.reportError(error, ['name'])
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <FormErrors form={form} />
      <p>
        De tekst en de bedragen worden bewaard zoals ze nu zijn. Daarna kan niemand deze versie nog
        veranderen. U schrijft gewoon verder in het plan.
      </p>
      <TextField
        id="name"
        label="Naam van de versie"
        description="Bijvoorbeeld het overleg of de datum. De naam blijft voor altijd bij deze versie staan."
        isRequired
        value={name}
        maxLength={maxVersionNameLength}
        onChange={(next) => {
          setName(next)
          form.clear('name')
        }}
        {...(form.errorOf('name') === undefined ? {} : { error: form.errorOf('name') as string })}
      />
      <div className="dialog__actions">
        <Button onPress={onClose}>Annuleren</Button>
        <Button kind="primary" type="submit" isPending={make.isPending}>
          Vastleggen
        </Button>
      </div>
    </form>
  )
}
