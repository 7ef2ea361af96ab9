import { QueryClientProvider, useMutation } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { queryClient } from './query-client.ts'

/** A choice that is saved at once, on a server that does not answer. */
function Choice() {
  const save = useMutation({ mutationFn: (_: boolean) => new Promise<void>(() => undefined) })
  return (
    <input
      type="checkbox"
      aria-label="Keuze"
      checked={save.isPending && save.variables}
      onChange={(event) => save.mutate(event.target.checked)}
    />
  )
}

it('a choice shows in the same task, and does not flip back first', async () => {
  await render(
    <QueryClientProvider client={queryClient}>
      <Choice />
    </QueryClientProvider>,
  )
  const choice = page.getByRole('checkbox', { name: 'Keuze' }).element()
  if (!(choice instanceof HTMLInputElement)) throw new Error('no checkbox')
  choice.click()
  // No task in between, so the browser can't have painted.
  for (let i = 0; i < 50; i++) await Promise.resolve()
  expect(choice.checked).toBe(true)
})
