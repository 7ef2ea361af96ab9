// Typst in a thread of its own: it computes without a pause, and the server must answer others meanwhile.
// Plain JavaScript, because a worker is a file that Node opens by itself, in tests too.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'

const { NodeCompiler } = createRequire(import.meta.url)(workerData.typst)
const template = readFileSync(workerData.template, 'utf8')
const compiler = NodeCompiler.create({
  fontArgs: [{ fontPaths: [] }, { fontBlobs: workerData.fonts.map((path) => readFileSync(path)) }],
})

/** What was kept of the last documents goes after so many new ones: a long plan holds hundreds of megabytes. */
const keptGenerations = 2

parentPort.on('message', ({ data, standard, createdAtMs }) => {
  try {
    const compiled = compiler.compile({ mainFileContent: template, inputs: { data } })
    if (compiled.hasError()) throw new Error(explain(compiled.takeDiagnostics()))
    const problems = compiled.takeWarnings?.() ?? null
    const pdf = compiler.pdf(compiled.result, {
      pdfStandard: standard,
      creationTimestamp: Math.floor(createdAtMs / 1000),
    })
    parentPort.postMessage({
      kind: 'done',
      pdf: new Uint8Array(pdf),
      warnings: problems === null ? [] : shortened(problems),
    })
  } catch (error) {
    parentPort.postMessage({
      kind: 'failed',
      reason: String(error?.message ?? error).slice(0, 2000),
    })
  } finally {
    compiler.evictCache(keptGenerations)
  }
})

function explain(diagnostics) {
  return shortened(diagnostics).join('; ')
}

function shortened(diagnostics) {
  return compiler.fetchDiagnostics(diagnostics).map((diagnostic) => diagnostic.message)
}
