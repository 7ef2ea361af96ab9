import { type Format, FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import type { PresenceUser } from '#shared/protocol/messages.ts'

/** For tests: a form, and two users who fill it in together. */
export const format: Format = FormatSchema.parse(medrie)
export const anna: PresenceUser = {
  id: 'anna',
  name: 'Anna de Boer',
  initials: 'AB',
  discipline: 'huisartsenzorg',
  color: '#1d4ed8',
}
export const joke: PresenceUser = {
  id: 'joke',
  name: 'Joke Bakker',
  initials: 'JB',
  discipline: 'wijkverpleging',
  color: '#0f766e',
}
