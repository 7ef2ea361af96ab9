// The checks that are not tests, shared by `npm run check` and `npm test`.
import { runPackage, step } from './run.mjs'

export async function runChecks() {
  const types = await step('types', runPackage('typescript/bin/tsc', ['-b', '--pretty', 'false'], { quiet: true }))
  const lint = await step('format and lint', runPackage('@biomejs/biome/bin/biome', ['ci', '--colors=off', '.'], { quiet: true }))
  const unused = await step('unused code', runPackage('knip/bin/knip.js', ['--no-progress'], { quiet: true }))
  return [types, lint, unused].filter((passed) => !passed).length
}
