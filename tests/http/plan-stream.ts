import { type Batch, encodeBatch, type Opened } from '#shared/protocol/http.ts'
import { type Person, TestInstallation } from './installation.ts'

export type PlanStream = Awaited<ReturnType<typeof openPlanStream>>

/** An installation that answers requests for a plan over HTTP. */
export async function openPlanStream() {
  const test = await TestInstallation.open()
  const els = await test.person('Els')

  const ask = (
    path: string,
    {
      person = els,
      headers = {},
      ...init
    }: {
      person?: Person
      method?: string
      body?: Uint8Array<ArrayBuffer>
      headers?: Record<string, string>
    } = {},
  ) =>
    test.installation.app.request(`/sync/${path}`, {
      ...init,
      headers: { ...(person.cookie === '' ? {} : { cookie: person.cookie }), ...headers },
    })

  const tryOpening = async (path: string, person = els) =>
    (await (await ask(path, { method: 'POST', person })).json()) as Opened

  const send = (path: string, batch: Partial<Batch> & { number: number }) =>
    ask(path, {
      method: 'POST',
      body: encodeBatch({ received: 0, isLast: false, frames: [], ...batch }),
    })
  return { els, test, ask, tryOpening, send }
}
