import { AppError } from '#shared/errors.ts'
import type { Room } from './room.ts'

/** Up to where a client knows a plan: what it says at its handshake. */
export type ClientPosition = { epoch: string | null; timeline: string | null; seq: number }

/**
 * Opens a plan for a client that goes on from what it knows (HS4, EP3); rejects with `other-epoch`
 * for another history: syncing would bring back what a restore removed. A client that was last here
 * on another timeline may know changes that the log lacks.
 */
export async function openFrom(
  { epoch, timeline, seq }: ClientPosition,
  opening: Promise<Room>,
): Promise<Room> {
  const room = await opening
  const { planId, replica, timeline: now } = room
  if (epoch !== null && epoch !== replica.epoch) throw new AppError('other-epoch')
  if (timeline === null || timeline === now.current) return room
  // Every other client is served: a claim says nothing about the database to anybody else.
  if (now.isEarlierThan(timeline))
    throw new AppError('unavailable', {
      cause: new Error(`A client was on ${timeline}, and PostgreSQL is on ${now.current}`),
    })
  const known = { planId, epoch: replica.epoch, seq }
  if (!(await now.renew(known, timeline))) return room
  replica.fail()
  throw new AppError('other-epoch')
}
