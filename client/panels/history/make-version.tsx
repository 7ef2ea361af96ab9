import { type FormEvent, useState } from 'react'
import { CreateVersionSchema, maxVersionNameLength } from '#shared/api/versions.ts'
import { issuesOfZod, useFormIssues } from '../../hooks/use-form-issues.ts'
import { useMakeVersion } from '../../hooks/use-versions.ts'
import { formatDay } from '../../text/moment.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormErrors } from '../../ui/form-errors.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toasts.ts'
import '../../ui/dialog.css'

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
