// npm start: installs and builds what is missing, then serves.
import { startProgram } from './program.mjs'

await startProgram('main')
