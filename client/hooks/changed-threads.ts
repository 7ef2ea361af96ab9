import type { z } from 'zod'
import type { listThreads, Thread } from '#shared/api/comments.ts'

type Answer = z.output<(typeof listThreads)['response']>

/** The threads that this screen has, up to `seq` of `epoch`; later requests ask only for newer changes. */
export type Threads = {
  threads: readonly Thread[]
  seq: number
  epoch: string
  /** The coordinator hides comments from readers. */
  isHidden: boolean
}

export const noThreads: Threads = { threads: [], seq: 0, epoch: '', isHidden: false }

/** Merges the changed threads into the known ones, ordered by when each thread started. */
export function withChanges(
  known: Threads,
  answer: Answer,
  locate: (thread: Thread) => Thread,
): Threads {
  const { removed, seq, epoch, isWhole } = answer
  const threads = new Map(isWhole ? [] : known.threads.map((thread) => [thread.id, thread]))
  for (const thread of answer.threads) threads.set(thread.id, locate(thread))
  for (const id of removed) threads.delete(id)
  return {
    threads: [...threads.values()].sort((a, b) => a.seq - b.seq),
    seq,
    epoch,
    isHidden: false,
  }
}
