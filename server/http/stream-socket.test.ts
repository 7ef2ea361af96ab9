import { expect, test } from 'vitest'
import { StreamSocket } from './stream-socket.ts'

const stillClock = { elapsed: () => 0, after: () => () => {} }

test('HT8 messages that a client has not confirmed count as waiting for it', async () => {
  const socket = new StreamSocket({ clock: stillClock, onGone: () => {} })
  const reader = socket.read(0)
  for (let i = 0; i < 4; i++) socket.send([new Uint8Array(1000)])
  await reader.next(1)
  expect(socket.bufferedBytes).toBe(4000)
  socket.confirm(3)
  expect(socket.bufferedBytes).toBe(1000)
  socket.read(4)
  expect(socket.bufferedBytes).toBe(0)
})

test('HT5 much at once comes in pieces, in order', async () => {
  const socket = new StreamSocket({ clock: stillClock, onGone: () => {} })
  for (let i = 0; i < 3; i++) socket.send([new Uint8Array(700_000)])
  socket.close(4503, 'unavailable')
  const reader = socket.read(0)
  const pieces: string[] = []
  for (let piece = await reader.next(1); piece !== null; piece = await reader.next(1))
    pieces.push(piece)
  expect(
    pieces.map((piece) => [...piece.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]))),
  ).toEqual([[1], [2], [3, 4]])
})

test('HT7 it ends once, and nothing is kept', () => {
  let gone = 0
  const socket = new StreamSocket({ clock: stillClock, onGone: () => gone++ })
  socket.send([new Uint8Array(10)])
  socket.terminate()
  socket.terminate()
  socket.send([new Uint8Array(10)])
  expect(gone).toBe(1)
})
