import {
  type CheckResult,
  type CheckStep,
  checkSteps,
  silenceMs,
  type Verdict,
} from '#client/sync/transport/connection-check.ts'
import * as connectionText from '#client/text/connection-test.ts'

export const stepTexts: Record<CheckStep, { title: string; ok: string; failed: string }> = {
  ...connectionText.steps,
  silence: {
    ...connectionText.steps.silence,
    title: connectionText.silenceTitle(silenceMs / 1000),
  },
}
export const verdictTexts: Record<Verdict, { title: string; text: string }> =
  connectionText.verdicts

export type CheckReport = {
  verdict: Verdict
  results: Partial<Record<CheckStep, CheckResult>>
  origin: string
  browser: string
  at: string
}

const reportSteps: Record<CheckStep, string> = connectionText.reportSteps

/** For network administrators: plain lines, with addresses as a firewall writes them. */
export function summaryOf({ verdict, results, origin, browser, at }: CheckReport): string {
  const lines = [...checkSteps, 'silence' as const].flatMap((step) => {
    const result = results[step]
    return result === undefined
      ? []
      : [
          result.isOk
            ? connectionText.reportOk(reportSteps[step], result.ms)
            : connectionText.reportFailed(reportSteps[step], result.reason, result.ms),
        ]
  })
  const wish = verdict === 'direct' ? [] : [connectionText.reportNeeds(new URL(origin).host)]
  return [
    connectionText.reportTitle(at),
    connectionText.reportAddress(origin),
    connectionText.reportVerdict(verdictTexts[verdict].title),
    '',
    ...lines,
    '',
    ...wish,
    connectionText.reportBrowser(browser),
  ].join('\n')
}
