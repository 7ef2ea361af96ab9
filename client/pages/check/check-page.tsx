import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useSearch } from 'wouter'
import { call } from '#client/api.ts'
import * as checkText from '#client/text/check.ts'
import { Button } from '#client/ui/button.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { checkDocument } from '#shared/api/checks.ts'
import { CheckResult } from './check-result.tsx'
import './check-page.css'
import './check-result.css'
import '#client/ui/field.css'
import { digest } from 'lib0/hash/sha256'

/** *Controleer een document*: a public page. */
export function CheckPage() {
  const given = new URLSearchParams(useSearch()).get('code') ?? ''
  const [code, setCode] = useState(given)
  const [isEmpty, setEmpty] = useState(false)
  const check = useMutation({
    mutationFn: (mark: string) => call(checkDocument, { params: { mark } }),
  })
  const { mutate } = check
  const result = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (given !== '') mutate(given)
  }, [given, mutate])
  useEffect(() => {
    if (check.isSuccess || check.isError) result.current?.focus()
  }, [check.isSuccess, check.isError])

  const checkFile = async (file: File | undefined) => {
    if (file !== undefined) mutate(await hashOfFile(file))
  }
  return (
    <Shell width="form">
      <PageHeader title={checkText.title} lead={checkText.lead} />
      <div className="stack">
        <form
          noValidate
          className="card check-form"
          onSubmit={(event) => {
            event.preventDefault()
            setEmpty(code.trim() === '')
            if (code.trim() !== '') mutate(code.trim())
          }}
        >
          <TextField
            id="check-code"
            label={checkText.code}
            description={checkText.codeHint}
            isRequired
            value={code}
            onChange={setCode}
            error={isEmpty && code.trim() === '' ? checkText.giveCodeOrFile : undefined}
          />
          <div className="button-row">
            <Button kind="primary" type="submit" isPending={check.isPending}>
              {checkText.check}
            </Button>
          </div>
        </form>
        <div className="card check-form">
          <label className="field__label" htmlFor="check-file">
            {checkText.chooseFile}
          </label>
          <span className="field__description" id="check-file-help">
            {checkText.fileStays}
          </span>
          <input
            id="check-file"
            type="file"
            aria-describedby="check-file-help"
            className="field__input"
            onChange={(event) => void checkFile(event.target.files?.[0])}
          />
        </div>
        <div ref={result} tabIndex={-1} role="status" className="check-outcome">
          {check.isPending && <p>{checkText.checking}</p>}
          {check.isError && (
            <section className="card check-result check-result--bad">
              <h2 className="card__title">
                <span aria-hidden="true">✗</span> {checkText.notFound}
              </h2>
              <p>{check.error.message}</p>
            </section>
          )}
          {check.isSuccess && <CheckResult check={check.data} />}
        </div>
      </div>
    </Shell>
  )
}

/**
 * SHA-256 of a file, computed on this device: the file is not sent. The implementation of the browser is faster, but exists
 * on https and localhost only.
 */
async function hashOfFile(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer()
  const hash =
    typeof crypto.subtle === 'undefined'
      ? digest(new Uint8Array(bytes))
      : new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
