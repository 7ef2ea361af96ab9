import type { Editor } from '@tiptap/core'
// The types of the commands are declared by the packages that add them.
import type {} from '@tiptap/starter-kit'
import { useState } from 'react'
import { findHeld } from '../bsn-exceptions.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { linkAddress } from './link-address.ts'
import './link-dialog.css'

/** Sets, changes or removes the link at the caret or on the selected words. */
export function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const current: unknown = editor.getAttributes('link')['href']
  const isChange = typeof current === 'string'
  const needsText = editor.state.selection.empty && !isChange
  const [address, setAddress] = useState(isChange ? current : '')
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()

  /** Runs after the dialog returned the focus, which it does while it closes. */
  function finish(edit: () => void) {
    onClose()
    edit()
    setTimeout(() => editor.commands.focus())
  }

  function submit() {
    const href = linkAddress(address)
    if (href === null)
      return setError(
        'Vul een webadres in, bijvoorbeeld https://www.voorbeeld.nl, of een e-mailadres.',
      )
    if (findHeld(`${address}\n${text}`).length > 0)
      return setError('Dit lijkt op een BSN. Gebruik een adres en een tekst zonder dat nummer.')
    const words = text.trim() === '' ? address.trim() : text.trim()
    finish(() => {
      if (needsText)
        editor.commands.insertContent({
          type: 'text',
          text: words,
          marks: [{ type: 'link', attrs: { href } }],
        })
      else editor.chain().extendMarkRange('link').setLink({ href }).run()
    })
  }

  return (
    <Dialog
      title={isChange ? 'Link wijzigen' : 'Link toevoegen'}
      isOpen
      onClose={onClose}
      actions={
        <>
          {isChange && (
            <Button
              onPress={() => finish(() => editor.chain().extendMarkRange('link').unsetLink().run())}
            >
              Link verwijderen
            </Button>
          )}
          <Button onPress={onClose}>Annuleren</Button>
          <Button kind="primary" onPress={submit}>
            {isChange ? 'Link wijzigen' : 'Link toevoegen'}
          </Button>
        </>
      }
    >
      <form
        className="link-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextField
          id="link-address"
          label="Adres"
          isBare
          value={address}
          onChange={setAddress}
          autoComplete="off"
          {...(error === undefined ? {} : { error })}
        />
        {needsText && (
          <TextField
            id="link-text"
            label="Tekst"
            value={text}
            onChange={setText}
            autoComplete="off"
          />
        )}
        {/* Enter in a form with two fields needs a button to press. */}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
