import { afterAll, describe, expect, test } from 'vitest'
import { errorTable, isErrorCode } from '#shared/errors.ts'
import { harmlessFiles, hostileFiles } from '#tests/support/hostile-files.ts'
import { docxOf, line } from '#tests/support/source-forms.ts'
import { createFileReader } from './file-reader.ts'

const someone = { person: 'iemand' }
const reader = createFileReader()
afterAll(() => reader.close())

const good = () => docxOf([line('Betrokken partijen')])

describe('a file that is not read', () => {
  test.each(Object.keys(hostileFiles))(
    '%s is refused with what to do, and the next one is read',
    async (name) => {
      const { make, code } = hostileFiles[name] ?? { make: () => new Uint8Array(), code: '' }
      await expect(reader.read(await make(), someone)).rejects.toMatchObject({ code })
      expect(isErrorCode(code) && errorTable[code].text).toMatch(/\. .+\.$/)
      await expect(reader.read(await good(), someone)).resolves.toMatchObject({ kind: 'document' })
    },
  )
})

describe('a file with something that is left behind', () => {
  test.each(Object.keys(harmlessFiles))('%s', async (name) => {
    const { make, notice } = harmlessFiles[name] ?? { make: good, notice: null }
    const { notices } = await reader.read(await make(), someone)
    expect(notices.join(' ')).toMatch(notice ?? /^$/)
  })
})

describe('the thread that reads', () => {
  test('is ended when it takes too long, and the next file gets a new one (limit importMs)', async () => {
    const hasty = createFileReader({ timeoutMs: 1 })
    await expect(hasty.read(await good(), someone)).rejects.toMatchObject({
      code: 'import-too-heavy',
    })
    await hasty.close()
  })

  test('is ended when it takes too much memory, and the next file gets a new one (limit importMemoryMb)', async () => {
    const small = createFileReader({ memoryMb: 24 })
    const large = await docxOf(Array.from({ length: 11_000 }, (_, at) => line(`regel ${at}`)))
    await expect(reader.read(large, someone)).resolves.toMatchObject({ kind: 'document' })
    await expect(small.read(large, someone)).rejects.toMatchObject({ code: 'import-too-heavy' })
    await expect(small.read(await good(), someone)).resolves.toMatchObject({ kind: 'document' })
    await small.close()
  })

  test('of one person does not hold up the file of another', async () => {
    const two = createFileReader()
    const large = await docxOf(Array.from({ length: 11_000 }, (_, at) => line(`regel ${at}`)))
    const small = await good()
    const order: string[] = []
    await Promise.all([
      two.read(large, { person: 'de eerste' }).then(() => order.push('large')),
      two.read(small, { person: 'de tweede' }).then(() => order.push('small')),
    ])
    expect(order).toEqual(['small', 'large'])
    await two.close()
  })

  test('is refused to anyone who comes when many wait (limit importsWaiting)', async () => {
    const busy = createFileReader()
    const bytes = await good()
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, () => busy.read(bytes, someone)),
    )
    expect(
      results
        .filter((result) => result.status === 'rejected')
        .map((result) => (result as PromiseRejectedResult).reason.code),
    ).toEqual(['too-many', 'too-many', 'too-many'])
    await busy.close()
  })
})
