import type { Attachment, StoredFile } from '#shared/api/files.ts'
import type { ProblemBody } from '#shared/errors.ts'
import type { Person, TestInstallation } from '../http/installation.ts'
import { formOfFile } from './picture-files.ts'

type Sending = { name?: string; query?: Record<string, string>; part?: string }
type Sent = { status: number; body: StoredFile & ProblemBody }

/** Sends files as the form of a browser does. */
export function fileSender(test: TestInstallation) {
  async function send(
    path: string,
    person: Person,
    bytes: Uint8Array,
    { name = 'IMG_1.png', query = {}, part = 'file' }: Sending = {},
  ): Promise<Sent> {
    const { body, contentType } = formOfFile(bytes, name, { part })
    const response = await test.installation.app.request(`${path}?${new URLSearchParams(query)}`, {
      method: 'POST',
      headers: { cookie: person.cookie, 'content-type': contentType },
      body: body as Uint8Array<ArrayBuffer>,
    })
    return { status: response.status, body: (await response.json()) as Sent['body'] }
  }
  return {
    picture: (planId: string, person: Person, bytes: Uint8Array, more?: Sending) =>
      send(`/api/plans/${planId}/files`, person, bytes, more),
    attachment: (planId: string, person: Person, bytes: Uint8Array, more?: Sending) =>
      send(`/api/plans/${planId}/attachments`, person, bytes, more),
    attachments: async (planId: string, person: Person): Promise<Attachment[]> =>
      (await person.get<{ attachments: Attachment[] }>(`/api/plans/${planId}/attachments`))
        .attachments,
    async read(fileId: string, person: Person, headers: Record<string, string> = {}) {
      const response = await test.installation.app.request(`/api/files/${fileId}`, {
        headers: { cookie: person.cookie, ...headers },
      })
      const bytes = new Uint8Array(await response.arrayBuffer())
      return { status: response.status, headers: response.headers, bytes }
    },
  }
}
