import { expect, test } from 'vitest'
import { joined } from './attachment.ts'

async function* parts(count: number) {
  for (let at = 0; at < count; at += 1) yield new Uint8Array([at, at])
}

test('parts become one piece with a buffer of its own, and none that is too large (limit attachmentBytes)', async () => {
  const whole = await joined(parts(3))
  expect([...whole]).toEqual([0, 0, 1, 1, 2, 2])
  expect(whole.buffer.byteLength).toBe(6)
  expect([...(await joined(parts(3), 6))]).toHaveLength(6)
  await expect(joined(parts(3), 5)).rejects.toMatchObject({
    code: 'file-too-heavy',
    limit: 'attachmentBytes',
  })
})
