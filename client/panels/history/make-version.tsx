import { type FormEvent, useState } from 'react'
import { issuesOfZod, useFormIssues } from '#client/hooks/use-form-issues.ts'
import { useMakeVersion } from '#client/hooks/use-versions.ts'
import * as actionText from '#client/text/actions.ts'
import * as historyText from '#client/text/history.ts'
import { formatDay } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { CreateVersionSchema, maxVersionNameLength } from '#shared/api/versions.ts'
import '#client/ui/dialog.css'

const usualName = () => historyText.meetingOf(formatDay(new Date().toISOString()))

export function MakeVersionDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title={historyText.freeze} isOpen={isOpen} onClose={onClose}>
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
      showToast({ text: historyText.isFrozen(version.number, version.name) })
      onClose()
    } catch (error) {
      form.reportError(error, ['name'])
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <FormErrors form={form} />
      <p>{historyText.freezeText}</p>
      <TextField
        id="name"
        label={historyText.versionName}
        description={historyText.versionNameHint}
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
        <Button onPress={onClose}>{actionText.cancel}</Button>
        <Button kind="primary" type="submit" isPending={make.isPending}>
          {historyText.freezeShort}
        </Button>
      </div>
    </form>
  )
}
