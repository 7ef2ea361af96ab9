import type { Logger } from './runtime.ts'
import { type Formats, loadFormats } from './storage/formats.ts'
import type { Storage } from './storage/tables.ts'

/** The forms of these folders and of the plans, with a warning for each that was edited in its place. */
export async function openFormats(
  folders: readonly (string | null)[],
  { db, logger }: { db: Storage; logger: Logger },
): Promise<Formats> {
  const formats = await loadFormats({ folders: folders.filter((folder) => folder !== null), db })
  for (const format of formats.drifted)
    logger.warn(
      { format },
      'A form was changed without a higher version; plans keep the form they were made with',
    )
  return formats
}
