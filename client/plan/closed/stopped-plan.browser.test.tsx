import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { queryKeys } from '#client/hooks/query-keys.ts'
import { constant } from '#client/sync/source.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { StoppedPlan } from './stopped-plan.tsx'

const reopen = vi.fn()
const forgetLocalCopy = vi.fn()
beforeEach(() => vi.stubGlobal('fetch', async () => Response.json(null)))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.clearAllMocks()
})

function open(code: ErrorCode) {
  const client = new QueryClient()
  client.setQueryData(queryKeys.me, null)
  const session = {
    hasUnsaved: constant(false),
    rescueCopy: () => ({ fileName: 'kopie.txt', text: 'Het plan' }),
    forgetLocalCopy,
  }
  return render(
    <QueryClientProvider client={client}>
      <StoppedPlan code={code} session={session} reopen={reopen} />
    </QueryClientProvider>,
  )
}

it('a copy that the server refuses each time can be taken along and left behind, also when nothing is unsaved', async () => {
  const screen = await open('bad-frame')
  await expect
    .element(screen.getByRole('button', { name: 'Kopie van uw werk downloaden' }))
    .toBeVisible()
  await screen.getByRole('button', { name: 'Verder zonder dit werk' }).click()
  expect(forgetLocalCopy).not.toHaveBeenCalled()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: 'Verder zonder dit werk' })
    .click()
  await vi.waitFor(() => expect(reopen).toHaveBeenCalledOnce())
  expect(forgetLocalCopy).toHaveBeenCalledOnce()
})

it('a plan that the server can not read now keeps its copy', async () => {
  const screen = await open('plan-unreadable')
  await expect.element(screen.getByRole('button', { name: 'Plan opnieuw openen' })).toBeVisible()
  expect(screen.getByRole('button', { name: 'Verder zonder dit werk' }).elements()).toEqual([])
})
