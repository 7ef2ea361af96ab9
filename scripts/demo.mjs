// npm run demo: puts the example plans in place, see server/demo.ts.
import { startProgram } from './program.mjs'

await startProgram('demo')
