// npm run check: types, format and lint, unused code and unit tests; under a minute.
import { runChecks } from './checks.mjs'
import { ensureInstalled } from './install.mjs'
import { runPackage, step } from './run.mjs'

await ensureInstalled()
const failedChecks = await runChecks()
const passed = await step(
  'unit tests',
  runPackage('vitest/vitest.mjs', ['run', '--project', 'unit', '--passWithNoTests']),
)
process.exit(failedChecks === 0 && passed ? 0 : 1)
