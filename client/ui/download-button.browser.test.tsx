import { afterEach, expect, it, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { AppError } from '#shared/errors.ts'
import { DownloadButton } from './download-button.tsx'
import { RadioCards } from './radio-cards.tsx'

afterEach(() => void vi.unstubAllGlobals())

const open = () =>
  render(
    <DownloadButton address="/api/plans/p1/audit.csv" fileName="logboek.csv">
      Alle regels als tabel (CSV)
    </DownloadButton>,
  )

it('says that a file is being made, and ends that on the server when it is stopped', async () => {
  let signal: AbortSignal | undefined | null
  vi.stubGlobal('fetch', (_: string, options: RequestInit) => {
    signal = options.signal
    return new Promise((_resolve, reject) =>
      signal?.addEventListener('abort', () => reject(signal?.reason)),
    )
  })
  const screen = await open()
  await screen.getByRole('button', { name: 'Alle regels als tabel (CSV)' }).click()
  await expect.element(screen.getByRole('status')).toHaveTextContent('wordt gemaakt')
  await screen.getByRole('button', { name: 'Stoppen' }).click()
  await expect.element(screen.getByRole('status')).toHaveTextContent('Er is niets gedownload')
  expect(signal?.aborted).toBe(true)
})

it('says what went wrong and what to do, in the words of the server', async () => {
  vi.stubGlobal('fetch', async () =>
    Response.json({ code: 'too-many' }, { status: 429, statusText: 'Too Many Requests' }),
  )
  const screen = await open()
  await screen.getByRole('button', { name: 'Alle regels als tabel (CSV)' }).click()
  await expect
    .element(screen.getByRole('status'))
    .toHaveTextContent(new AppError('too-many').message)
})

it('hands over nothing when a file breaks off halfway', async () => {
  vi.stubGlobal('fetch', async () => {
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new TypeError('network error')),
    })
    return new Response(broken, { status: 200 })
  })
  const screen = await open()
  await screen.getByRole('button', { name: 'Alle regels als tabel (CSV)' }).click()
  await expect.element(screen.getByRole('status')).toHaveTextContent('niet helemaal aan')
})

it('a card that can not be chosen says why in the place of what it is', async () => {
  const change = vi.fn()
  const screen = await render(
    <RadioCards
      id="soort"
      label="Welk bestand wilt u?"
      value="docx"
      onChange={change}
      cards={[
        { value: 'docx', title: 'Word', text: 'Om in te dienen.' },
        {
          value: 'pdf',
          title: 'Pdf',
          text: 'Om te lezen.',
          whyNot: 'Deze server kan geen pdf maken.',
        },
      ]}
    />,
  )
  const card = screen.getByRole('radio', { name: 'Pdf' })
  await expect.element(card).toBeDisabled()
  await expect.element(screen.getByText('Deze server kan geen pdf maken.')).toBeVisible()
  await expect.element(screen.getByText('Om te lezen.')).not.toBeInTheDocument()
})
