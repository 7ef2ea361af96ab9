// The checks that are not tests, shared by `npm run check` and `npm test`.
import { runPackage, step } from './run.mjs'

export async function runChecks() {
  const passed = await Promise.all([
    step('types', runPackage('typescript/bin/tsc', ['-b', '--pretty', 'false'], { quiet: true })),
    step(
      'format and lint',
      runPackage('@biomejs/biome/bin/biome', ['ci', '--colors=off', '.'], { quiet: true }),
    ),
    step('unused code', runPackage('knip/bin/knip.js', ['--no-progress'], { quiet: true })),
  ])
  return passed.filter((isPassed) => !isPassed).length
}
