import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkPlans } from '#server/admin/plan-checks.ts'
import type { AuditLine } from '#shared/api/audit.ts'
import { uploadLimits } from '#shared/limits/upload-limits.ts'
import { limits } from '#shared/limits.ts'
import { jpegOf, pdfOf, pngOf } from '../support/picture-files.ts'
import { fileSender } from '../support/send-file.ts'
import { type Person, smallPlan, TestInstallation } from './installation.ts'

const localId = 'abcdefghijklmnop0123'

describe('pictures and attachments', () => {
  let test: TestInstallation
  let send: ReturnType<typeof fileSender>
  let els: Person
  let noor: Person
  let outsider: Person
  let planId: string
  let otherPlanId: string
  beforeAll(async () => {
    test = await TestInstallation.open()
    send = fileSender(test)
    els = await test.person('Els')
    noor = await test.person('Noor')
    outsider = await test.person('Outsider')
    planId = await els.createPlan({
      ...smallPlan,
      tables: { budget: [{ id: 'zaal', group: 'overig', description: 'Zaalhuur' }] },
    })
    otherPlanId = await outsider.createPlan()
    await noor.accept(await els.invite(planId, 'reader'))
  })
  // A fresh interval, so that no test uses up the rate limit of another.
  beforeEach(() => test.clock.advance(120_000))
  afterAll(() => test.close())

  const faults = async () => {
    const found: string[] = []
    for await (const report of checkPlans(test.db)) found.push(...report.faults)
    return found
  }

  it('a picture is stored clean, without the name it had, and read by members', async () => {
    const { status, body } = await send.picture(planId, els, pngOf(), { query: { id: localId } })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      id: `${planId}.${localId}`,
      name: null,
      type: 'image/png',
      width: 4,
      height: 3,
    })
    const read = await send.read(body.id, noor)
    expect(createHash('sha256').update(read.bytes).digest('hex')).toBe(body.sha256)
    expect(Object.fromEntries(read.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': "inline; filename*=UTF-8''afbeelding.png",
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
    })
    expect(await test.events(planId)).toContain('file.added')
    const rows = await test.db.selectFrom('plan_files').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain('IMG_1')
    expect(await faults()).toEqual([])
  })

  it('the right to see a picture is asked for each time, also by a browser that has it', async () => {
    const { body } = await send.picture(planId, els, pngOf({ shade: 7 }))
    const guest = await test.person('Gast')
    await guest.accept(await els.invite(planId, 'reader'))
    const known = { 'if-none-match': `"${body.sha256}"` }
    expect(await send.read(body.id, guest, known)).toMatchObject({
      status: 304,
      bytes: new Uint8Array(),
    })
    await els.ask('DELETE', `/api/plans/${planId}/members/${await guest.userId()}`)
    expect((await send.read(body.id, guest, known)).status).toBe(403)
    expect((await send.read(body.id, test.visitor(), known)).status).toBe(401)
  })

  it('nobody learns of another plan what it holds, by id, by content or by name', async () => {
    const picture = pngOf({ shade: 9 })
    const { body } = await send.picture(planId, els, picture)
    const local = body.id.split('.')[1] ?? ''
    expect(await outsider.refusal('GET', `/api/files/${body.id}`)).toBe('403 no-access')
    expect(await outsider.refusal('GET', `/api/files/${otherPlanId}.${local}`)).toBe(
      '404 file-not-found',
    )
    const own = await send.picture(otherPlanId, outsider, picture, { query: { id: local } })
    expect(own.status).toBe(201)
    expect(own.body.id).toBe(`${otherPlanId}.${local}`)
    for (const id of ['x', '..%2F..%2Fetc%2Fpasswd', `${planId}.`, `${planId}.a/../b`, local])
      expect((await outsider.ask('GET', `/api/files/${id}`)).status).toBe(404)
  })

  it('sent again after an answer that was lost, a picture is the same; another one is refused', async () => {
    const query = { id: 'opnieuw-verstuurd-1' }
    const first = await send.picture(planId, els, pngOf({ shade: 11 }), { query })
    const second = await send.picture(planId, els, pngOf({ shade: 11 }), { query })
    expect(second).toEqual(first)
    const other = await send.picture(planId, els, pngOf({ shade: 12 }), { query })
    expect([other.status, other.body.code]).toEqual([409, 'file-id-taken'])
    const events = (await test.events(planId)).filter((type) => type === 'file.added').length
    const { count } = await test.db
      .selectFrom('plan_files')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('plan_id', '=', planId)
      .executeTakeFirstOrThrow()
    expect(events).toBe(Number(count))
  })

  it.each<[string, Uint8Array, string]>([
    ['a drawing that is called a picture', Buffer.from('<svg/>'), '415 upload-wrong-kind'],
    ['a pdf in a text', pdfOf(), '415 upload-no-picture'],
    ['nothing', Buffer.from(''), '422 upload-empty'],
    ['a bomb', pngOf({ pixels: Buffer.alloc(32 * 1024 * 1024) }), '422 upload-broken'],
    ['a huge picture', jpegOf({ width: 60_000, height: 60_000 }), '413 picture-too-large'],
  ])('%s is refused, and a picture may follow', async (_name, bytes, refusal) => {
    const { status, body } = await send.picture(planId, els, bytes, { name: 'foto.png' })
    expect(`${status} ${body.code}`).toBe(refusal)
    expect((await send.picture(planId, els, pngOf())).status).toBe(201)
  })

  it('a form is one file of a known size (limit uploadBytes)', async () => {
    const over = await send.picture(planId, els, Buffer.alloc(uploadLimits.uploadBytes.max + 1))
    expect([over.status, over.body.code]).toEqual([413, 'upload-too-large'])
    const other = await send.picture(planId, els, pngOf(), { part: 'virus' })
    expect([other.status, other.body.code]).toEqual([400, 'bad-request'])
    const bare = await els.ask('POST', `/api/plans/${planId}/files`, { rawBody: 'x' })
    expect(bare.status).toBe(400)
  })

  it('too many in a row wait (limit uploadsPerPerson)', async () => {
    const codes: (string | undefined)[] = []
    for (let index = 0; index <= limits.uploadsPerPerson.burst; index++)
      codes.push((await send.picture(planId, els, Buffer.from(''))).body.code)
    expect(codes.at(0)).toBe('upload-empty')
    expect(codes.at(-1)).toBe('too-many')
  })

  describe('attachments', () => {
    const atLine = { kind: 'row', table: 'budget', row: 'zaal' }

    it('proof of a cost is at its line, downloaded under its name and never shown in the page', async () => {
      const { status, body } = await send.attachment(planId, els, pdfOf(), {
        name: 'C:\\Users\\els\\Factuur zaal ‘De Brug’.pdf',
        query: atLine,
      })
      expect(status).toBe(201)
      const [listed] = await send.attachments(planId, noor)
      expect(listed).toMatchObject({
        id: body.id,
        name: 'Factuur zaal ‘De Brug’.pdf',
        target: atLine,
        place: expect.stringContaining('Zaalhuur'),
        addedBy: { name: 'Els' },
      })
      const read = await send.read(body.id, noor)
      expect(Buffer.from(read.bytes)).toEqual(pdfOf())
      expect(read.headers.get('content-disposition')).toBe(
        "attachment; filename*=UTF-8''Factuur%20zaal%20%E2%80%98De%20Brug%E2%80%99.pdf",
      )
      const { lines } = await els.get<{ lines: AuditLine[] }>(`/api/plans/${planId}/audit`)
      expect(lines.map((line) => line.text)).toContain('downloadde een bijlage')
      expect(await faults()).toEqual([])
    })

    it('a picture that is attached is downloaded too, and the trail does not name pictures that were looked at', async () => {
      const { body } = await send.attachment(planId, els, jpegOf(), {
        name: 'bon‮gpj.exe',
        query: { kind: 'section', section: 'begroting' },
      })
      expect(body.name).toBe('bongpj.exe.jpg')
      const read = await send.read(body.id, els)
      expect(read.headers.get('content-disposition')).toMatch(/^attachment;/)
    })

    it('a name with a number that looks like a BSN is refused', async () => {
      const { status, body } = await send.attachment(planId, els, pdfOf(), {
        name: 'indicatie 123456782.pdf',
        query: atLine,
      })
      expect([status, body.code]).toEqual([422, 'bsn-found'])
    })

    it('a place that is not there, and a reader, are refused', async () => {
      const nowhere = { query: { kind: 'row', table: 'budget', row: 'weg' } }
      const gone = await send.attachment(planId, els, pdfOf(), nowhere)
      expect(gone.body.code).toBe('target-gone')
      const unknown = { query: { kind: 'section', section: 'niets' } }
      expect((await send.attachment(planId, els, pdfOf(), unknown)).body.code).toBe(
        'target-unknown',
      )
      const byReader = await send.attachment(planId, noor, pdfOf(), { query: atLine })
      expect([byReader.status, byReader.body.code]).toEqual([403, 'read-only'])
    })

    it('removed, it is gone for everyone; a picture of a text is not removed this way', async () => {
      const { body } = await send.attachment(planId, els, pdfOf('weg'), { query: atLine })
      const path = `/api/plans/${planId}/attachments/${body.id}`
      expect((await els.ask('DELETE', path)).status).toBe(200)
      expect(await els.refusal('GET', `/api/files/${body.id}`)).toBe('404 file-not-found')
      expect(await els.refusal('DELETE', path)).toBe('404 file-not-found')
      const picture = await send.picture(planId, els, pngOf())
      expect(
        await els.refusal('DELETE', `/api/plans/${planId}/attachments/${picture.body.id}`),
      ).toBe('404 file-not-found')
      const { lines } = await els.get<{ lines: AuditLine[] }>(`/api/plans/${planId}/audit`)
      expect(lines.map((line) => line.text)).toContain('verwijderde een bijlage')
    })

    it('a member of parts sees the files of these parts only', async () => {
      const guest = await test.person('Deelnemer')
      const { url } = await els.post<{ url: string }>(`/api/plans/${planId}/invites`, {
        role: 'reader',
        sections: ['netwerkvorming'],
      })
      await guest.accept(url)
      const shown = await send.attachment(planId, els, pdfOf('netwerk'), {
        query: { kind: 'section', section: 'netwerkvorming' },
      })
      const hidden = await send.attachment(planId, els, pdfOf('geld'), { query: atLine })
      const picture = await send.picture(planId, els, pngOf({ shade: 77 }))
      expect((await send.attachments(planId, guest)).map(({ id }) => id)).toEqual([shown.body.id])
      expect((await send.read(shown.body.id, guest)).status).toBe(200)
      for (const { body } of [hidden, picture])
        expect(await guest.refusal('GET', `/api/files/${body.id}`)).toBe('404 file-not-found')
    })
  })

  it('the files of a plan have a maximum (limit filesPerPlan, pictureBytesPerPlan, attachmentBytesPerPlan)', async () => {
    const full = await els.createPlan()
    await send.picture(full, els, pngOf())
    const refusedAt = async (size: number, place: string | null) => {
      await test.db
        .updateTable('plan_files')
        .set({ size, place })
        .where('plan_id', '=', full)
        .execute()
      const sent =
        place === null
          ? await send.picture(full, els, pngOf({ shade: 3 }))
          : await send.attachment(full, els, pdfOf(), {
              query: { kind: 'section', section: 'begroting' },
            })
      return `${sent.status} ${sent.body.code}`
    }
    const { pictureBytesPerPlan, attachmentBytesPerPlan, filesPerPlan } = limits
    expect(await refusedAt(pictureBytesPerPlan.max, null)).toBe('409 plan-files-full')
    expect(await refusedAt(attachmentBytesPerPlan.max, '{}')).toBe('409 plan-files-full')
    await sql`insert into plan_files (id, plan_id, sha256, kind, size, added_by, added_at, checked_at)
      with recursive n(value) as (select 1 union all select value + 1 from n where value < ${sql.lit(filesPerPlan.max - 1)})
      select id || n.value, plan_id, sha256, kind, 1, added_by, added_at, checked_at from plan_files, n where plan_id = ${full}`.execute(
      test.db,
    )
    expect(await refusedAt(1, null)).toBe('409 plan-files-full')
  })

  it('verify names a file that was changed or lost', async () => {
    const damaged = await els.createPlan()
    await send.picture(damaged, els, pngOf())
    await test.db
      .updateTable('plan_file_bodies')
      .set({ bytes: Buffer.from('x') })
      .where('plan_id', '=', damaged)
      .execute()
    expect(await faults()).toEqual([expect.stringMatching(/^de afbeelding .* is beschadigd$/)])
    await els.ask('DELETE', `/api/plans/${damaged}`)
  })
})
