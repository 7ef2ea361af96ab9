import { Counter, type Registry } from 'prom-client'
import { limitNames, type OnLimited } from '#shared/limits.ts'

/**
 * Counts refusals per limit; every limit is present from the start, so that an alarm can be set on
 * each.
 */
export function measureLimits(registry: Registry): OnLimited {
  const counter = new Counter({
    name: 'wijktafel_limited_total',
    help: 'How often a limit (docs/limits.md) held something back',
    labelNames: ['limit'] as const,
    registers: [registry],
  })
  for (const limit of limitNames) counter.inc({ limit }, 0)
  return (limit) => counter.inc({ limit })
}
