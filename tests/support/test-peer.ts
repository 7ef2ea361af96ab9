import type { Peer } from '#server/sync/room/peers.ts'

type TestPeer = Peer & { got: (readonly Uint8Array[])[] }

/** A connection without a socket, which records the frames that it receives. */
export function testPeer(hasExtensions = true): TestPeer {
  const got: (readonly Uint8Array[])[] = []
  const presence = { id: 'u', name: 'Noor', initials: 'N', discipline: null, color: '#000' }
  return {
    userId: 'u',
    sessionId: 's',
    handedBy: null,
    role: 'editor',
    presence,
    hasExtensions,
    got,
    send: (frames) => void got.push(frames),
    close() {},
    spend() {},
    takesClients: () => true,
  }
}
