import { destination, pino, stdTimeFunctions } from 'pino'
import type { LogLevel } from './config.ts'
import type { Logger } from './runtime.ts'

/** One JSON line per event on stdout. Callers give ids and codes, never text of a plan, names or tokens. */
export function createLogger(level: LogLevel): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination({ fd: 1, sync: true }),
  )
}
