import { type FormEvent, useState } from 'react'
import * as adminText from '#client/text/admin.ts'
import { Button } from '#client/ui/button.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import './admin.css'

/** Asks the server once for a name, and not for each letter. */
export function SearchForm({ label, onSearch }: { label: string; onSearch: (q: string) => void }) {
  const [typed, setTyped] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSearch(typed.trim())
  }
  return (
    <search>
      <form className="admin-search" onSubmit={submit}>
        <TextField
          id="admin-search"
          type="search"
          label={label}
          isBare
          value={typed}
          onChange={(value) => {
            setTyped(value)
            // The cross in the field empties it.
            if (value === '') onSearch('')
          }}
        />
        <Button type="submit">{adminText.search}</Button>
      </form>
    </search>
  )
}
