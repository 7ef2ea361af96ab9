import { useSyncExternalStore } from 'react'
import { setDateStyle } from '#client/text/moment.ts'
import { type DateStyle, dateStyles } from '#shared/text/moment.ts'

/** How many actions of others a screen reader announces (W3C CTAUR: users must be able to limit or stop it). */
export const announcementChoices = ['all', 'here', 'none'] as const
export type Announcements = (typeof announcementChoices)[number]

/** Whether comments are shown beside the plan: `auto` where there is room. Highlights in the text are a separate setting. */
export const commentsChoices = ['auto', 'shown', 'hidden'] as const
export type CommentsChoice = (typeof commentsChoices)[number]

/** Light or dark; `device` as the device is set. */
export const themes = ['device', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export type Settings = {
  announcements: Announcements
  comments: CommentsChoice
  commentMarks: boolean
  dates: DateStyle
  theme: Theme
}

const key = 'wijktafel:settings'
const defaults: Settings = {
  announcements: 'here',
  comments: 'auto',
  commentMarks: true,
  dates: 'words',
  theme: 'device',
}
const listeners = new Set<() => void>()
let current: Settings | null = null

export function parseSettings(text: string | null): Settings {
  try {
    const stored = JSON.parse(text ?? '{}') as Partial<Record<keyof Settings, unknown>> | null
    const announcements = announcementChoices.find((choice) => choice === stored?.announcements)
    const comments = commentsChoices.find((choice) => choice === stored?.comments)
    return {
      announcements: announcements ?? defaults.announcements,
      comments: comments ?? defaults.comments,
      commentMarks: stored?.commentMarks !== false,
      dates: dateStyles.find((choice) => choice === stored?.dates) ?? defaults.dates,
      theme: themes.find((choice) => choice === stored?.theme) ?? defaults.theme,
    }
  } catch {
    return defaults
  }
}

function readSettings(): Settings {
  if (current === null) {
    try {
      current = parseSettings(localStorage.getItem(key))
    } catch {
      current = defaults
    }
    setDateStyle(current.dates)
  }
  return current
}

export function changeSettings(change: Partial<Settings>): void {
  current = { ...readSettings(), ...change }
  setDateStyle(current.dates)
  try {
    localStorage.setItem(key, JSON.stringify(current))
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  for (const listener of listeners) listener()
}

/** Shows the page as this person chose (tokens.css), and from then on as they choose. */
export function showTheme(): void {
  const show = () => {
    const { theme } = readSettings()
    if (theme === 'device') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
  }
  show()
  subscribe(show)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Settings belong to a device, not to a user: a laptop at a projector needs other settings than a desk at home. */
export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, readSettings)
}
