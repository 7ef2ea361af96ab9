import type { Terminal } from '#server/admin/terminal.ts'

/** The terminal of an operator, with everything that was said on it. */
export function recordingTerminal(): Terminal & { lines: string[]; steps: string[] } {
  const lines: string[] = []
  const steps: string[] = []
  const keep = (line: string) => {
    lines.push(line)
  }
  return {
    lines,
    steps,
    say: keep,
    complain: keep,
    progress: (line) => {
      steps.push(line)
    },
  }
}
