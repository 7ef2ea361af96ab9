import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Me } from '#shared/api/me.ts'
import { browserClock } from '../sync/clock.ts'
import {
  type BegunOf,
  type BegunThread,
  dropBegun,
  keepBegun,
  readBegun,
} from '../sync/device/begun-texts.ts'
import { queryKeys } from './query-keys.ts'

/** A text that is kept on this device until it is sent: a reload, a closed tab or a flat battery lose nothing. */
export type BegunTextState = {
  text: string
  setText: (text: string) => void
  /** It was sent, or its writer threw it away. */
  forget: () => void
}

/** Anyone who signs by a link has no account: their text is kept under the name of that link. */
const guest = 'gast'

export function useWriterId(): string {
  return useQueryClient().getQueryData<Me | null>(queryKeys.me)?.id ?? guest
}

/** `initial`: what stands there before anybody writes, such as the comment that is edited. */
export function useBegunText(
  name: string,
  { initial = '', thread }: { initial?: string; thread?: BegunThread | undefined } = {},
): BegunTextState {
  const userId = useWriterId()
  const of = useRef<BegunOf>({ userId, name })
  const [text, show] = useState(() => readBegun(of.current, browserClock.now())?.text ?? initial)
  return {
    text,
    setText: (next) => {
      show(next)
      if (next === initial) dropBegun(of.current)
      else
        keepBegun(of.current, {
          text: next,
          at: browserClock.now(),
          ...(thread === undefined ? {} : { thread }),
        })
    },
    forget: () => dropBegun(of.current),
  }
}

/** Whether a text of this name was begun. */
export function useIsBegun(name: string): boolean {
  const userId = useWriterId()
  const [isBegun] = useState(() => readBegun({ userId, name }, browserClock.now()) !== null)
  return isBegun
}
