/** Names alone: what they do is loaded when one of them is asked. */
const personCommands = ['export-person', 'forget-person', 'end-sessions'] as const
export type PersonCommand = (typeof personCommands)[number]

export const isPersonCommand = (command: string | undefined): command is PersonCommand =>
  personCommands.some((candidate) => candidate === command)
