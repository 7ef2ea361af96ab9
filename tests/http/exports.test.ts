import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import JSZip from 'jszip'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { exportEndpoints } from '#shared/api/exports.ts'
import { type Person, TestInstallation } from './installation.ts'

const run = promisify(execFile)

describe('exports', () => {
  let test: TestInstallation
  let coordinator: Person
  let planId: string
  beforeAll(async () => {
    test = await TestInstallation.open()
    coordinator = await test.person('Coor')
    planId = await coordinator.createPlan({
      format: 'medrie-wijkplan',
      values: {
        wijk: 'Kraaienveen',
        team: 'Wijkteam',
        periodFrom: '2026-01-01',
        periodTo: '2027-12-31',
      },
      tables: {
        people: [{ id: 'person1', name: 'Noor van der Lindeweide' }],
        budget: [
          {
            id: 'regel01',
            group: 'netwerk',
            description: 'Overleg met Noor van der Lindeweide',
            quantityHundredths: 125,
            rateCents: 9620,
          },
        ],
      },
    })
    await coordinator.post(`/api/plans/${planId}/threads`, {
      target: { kind: 'plan' },
      body: 'Een reactie',
    })
  })
  // A fresh clock interval, so that no test uses up the rate limit of another.
  beforeEach(() => test.clock.advance(60_000))
  afterAll(() => test.close())

  const fetchFile = async (path: string, person = coordinator) => {
    const response = await test.installation.app.request(`/api/plans/${planId}/${path}`, {
      headers: { cookie: person.cookie },
    })
    return {
      status: response.status,
      headers: response.headers,
      bytes: new Uint8Array(await response.arrayBuffer()),
    }
  }
  const unzip = async (bytes: Uint8Array) => {
    const zip = await JSZip.loadAsync(bytes)
    return new Map(
      await Promise.all(
        Object.values(zip.files).map(
          async (file) => [file.name, await file.async('uint8array')] as const,
        ),
      ),
    )
  }

  it.each(exportEndpoints.map(({ kind, endpoint }) => [kind, endpoint.mediaType]))(
    '%s comes with its kind and its name',
    async (kind, mediaType) => {
      const { status, headers, bytes } = await fetchFile(`export.${kind}`)
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe(mediaType)
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename="wijkplan-kraaienveen-2026-2027-concept.${kind}"`,
      )
      expect(bytes.length).toBeGreaterThan(100)
      expect(
        (await fetchFile(`export.${kind}?public=1`)).headers.get('content-disposition'),
      ).toContain('-concept-openbaar.')
    },
  )

  it('the archive holds the plan in every form, the comments, and checksums that sha256sum accepts', async () => {
    const { bytes } = await fetchFile('export.zip')
    const files = await unzip(bytes)
    const base = 'wijkplan-kraaienveen-2026-2027-concept'
    expect([...files.keys()].sort()).toEqual(
      [
        ...['docx', 'json', 'md', 'ods', 'odt', 'pdf', 'xlsx'].map((kind) => `${base}.${kind}`),
        'LEESMIJ.txt',
        'SHA256SUMS',
        'activiteiten.csv',
        'begroting.csv',
        'logboek.csv',
        'ureninzet.csv',
        'metadata.json',
        'reacties.csv',
      ].sort(),
    )
    const folder = await mkdtemp(join(tmpdir(), 'wijktafel-archive-'))
    for (const [name, content] of files) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), content)
    }
    const { stdout } = await run('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: folder })
    expect(stdout.trim().split('\n')).toHaveLength(files.size - 1)
    await rm(folder, { recursive: true })
    const text = (name: string) => new TextDecoder().decode(files.get(name))
    expect(text('reacties.csv')).toContain('Een reactie')
    expect(text('logboek.csv').trim().split('\n').length).toBeGreaterThan(1)
    expect(text(`${base}.pdf`)).toContain('%PDF-1.7')
    expect(JSON.parse(text('metadata.json'))).toMatchObject({
      wijk: 'Kraaienveen',
      versie: null,
      openbareVersie: false,
    })
    const { fields, tables, values, format } = JSON.parse(text(`${base}.json`))
    expect(
      await coordinator.ask('POST', '/api/plans', {
        body: { format: format.id, fields, tables, values },
      }),
    ).toMatchObject({ status: 201 })
  })

  it('a reader gets no trail, and no comments where the coordinator hides them', async () => {
    const reader = await test.person('Lezer')
    await reader.accept(await coordinator.invite(planId, 'reader'))
    const names = [...(await unzip((await fetchFile('export.zip', reader)).bytes)).keys()]
    for (const name of ['reacties.csv', 'logboek.csv']) expect(names).not.toContain(name)
  })

  it('the open version names nobody, in no file of the archive', async () => {
    const files = await unzip((await fetchFile('export.zip?public=1')).bytes)
    for (const name of ['reacties.csv', 'logboek.csv'])
      expect([...files.keys()]).not.toContain(name)
    for (const [name, bytes] of files) {
      const parts = /\.(docx|odt|xlsx|ods)$/.test(name)
        ? [...(await unzip(bytes)).values()]
        : [bytes]
      for (const part of parts)
        for (const secret of ['Lindeweide', '96,20', '9620', '96.2'])
          expect([name, secret, Buffer.from(part).toString('utf8').includes(secret)]).toEqual([
            name,
            secret,
            false,
          ])
    }
    expect(new TextDecoder().decode(files.get('begroting.csv'))).toContain(
      'Overleg met [naam];;120,25',
    )
  })

  it('CSV gives the table that is asked for, and says so when there is none', async () => {
    expect(
      new TextDecoder().decode((await fetchFile('export.csv?table=activities')).bytes),
    ).toContain('Activiteit')
    expect(await coordinator.refusal('GET', `/api/plans/${planId}/export.csv?table=weg`)).toBe(
      '422 target-unknown',
    )
  })

  it('each list leaves by itself, named after itself, and can leave in every kind that has tables', async () => {
    for (const kind of ['csv', 'xlsx', 'docx', 'md']) {
      const { status, headers } = await fetchFile(`export.${kind}?table=meetings`)
      expect(status).toBe(200)
      expect(headers.get('content-disposition')).toContain(
        `wijkplan-kraaienveen-2026-2027-concept-overleg-en-bijeenkomsten.${kind}`,
      )
    }
  })

  it('a member of parts gets the lists of those parts alone', async () => {
    const guest = await test.person('Wijkpartner')
    const { url } = await coordinator.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'reader',
      sections: ['besluiten'],
    })
    await guest.accept(url)
    expect((await fetchFile('export.docx?table=actions', guest)).status).toBe(200)
    expect(await guest.refusal('GET', `/api/plans/${planId}/export.docx?table=people`)).toBe(
      '422 target-unknown',
    )
    expect(await guest.refusal('GET', `/api/plans/${planId}/export.xlsx?table=people`)).toBe(
      '403 parts-only',
    )
  })

  it('waits for the change that is asked for, and says when it is not there', async () => {
    expect(await coordinator.refusal('GET', `/api/plans/${planId}/export.md?minSeq=9999`)).toBe(
      '409 behind',
    )
  })

  it('a version is exported as it was, with its number; one of another plan is none of this', async () => {
    const { id } = await coordinator.post<{ id: string }>(`/api/plans/${planId}/versions`, {
      name: 'Overleg 13 januari',
    })
    const { headers, bytes } = await fetchFile(`export.md?version=${id}`)
    expect(headers.get('content-disposition')).toContain('wijkplan-kraaienveen-2026-2027-v1.md')
    const text = new TextDecoder().decode(bytes)
    expect(text).toContain('Overleg 13 januari')
    expect(text).toContain('€\u00a0120,25')
    const other = await coordinator.createPlan()
    expect(await coordinator.refusal('GET', `/api/plans/${other}/export.md?version=${id}`)).toBe(
      '404 version-not-found',
    )
  })

  it('says what changed since a version of this plan, to anyone who may read all of it', async () => {
    const { id } = await coordinator.post<{ id: string }>(`/api/plans/${planId}/versions`, {
      name: 'Voor de wijziging',
    })
    const { bytes } = await fetchFile(`export.md?since=${id}`)
    expect(new TextDecoder().decode(bytes)).toMatch(
      /Wijzigingen sinds versie \d+ \\?\(Voor de wijziging\\?\)/,
    )
    const other = await coordinator.createPlan()
    expect(await coordinator.refusal('GET', `/api/plans/${other}/export.md?since=${id}`)).toBe(
      '404 version-not-found',
    )
    const { url } = await coordinator.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'commenter',
      sections: ['netwerkvorming'],
    })
    const wim = await test.person('Wim')
    await wim.accept(url)
    expect(await wim.refusal('GET', `/api/plans/${planId}/export.md?since=${id}`)).toBe(
      '403 parts-only',
    )
  })

  it('nobody keeps the processor busy alone (limit exportsPerPerson)', async () => {
    const person = await test.person('Haast')
    await person.accept(await coordinator.invite(planId, 'reader'))
    const answers = []
    for (let count = 0; count < 22; count += 1)
      answers.push((await fetchFile('export.md', person)).status)
    expect(answers.filter((status) => status === 429)).toHaveLength(2)
  })
})
