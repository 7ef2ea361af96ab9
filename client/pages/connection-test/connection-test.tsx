import { useEffect, useRef, useState } from 'react'
import {
  type CheckResult,
  type CheckStep,
  checkSteps,
  silenceMs,
  verdictOf,
} from '#client/sync/transport/connection-check.ts'
import * as connectionText from '#client/text/connection-test.ts'
import { Brand } from '#client/ui/brand.tsx'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { Chip } from '#client/ui/chip.tsx'
import { CopyButton } from '#client/ui/copy-button.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { stepTexts, summaryOf, verdictTexts } from './network-report.ts'
import { useConnectionCheck } from './use-connection-check.ts'
import './connection-test.css'
import '#client/ui/field.css'

/** A public page. Without the user menu of other pages, because the test must be the only traffic to the server. */
export function ConnectionTestPage() {
  const check = useConnectionCheck()
  const { results, running, isDone } = check
  const isSilent = running === 'silence'
  return (
    <>
      <header className="shell__header">
        <Brand />
      </header>
      <main id="inhoud" tabIndex={-1} className="shell__main shell__main--form">
        <PageHeader title={connectionText.title} lead={connectionText.lead} />
        <div role="status">
          {isDone ? (
            <VerdictCard results={results} />
          ) : (
            <p className="visually-hidden">{connectionText.testing}</p>
          )}
        </div>
        <section className="card" aria-labelledby="steps">
          <h2 className="card__title" id="steps">
            {connectionText.tried}
          </h2>
          <ol className="check-steps">
            {checkSteps.map((step) => (
              <Step key={step} step={step} result={results[step]} isRunning={running === step} />
            ))}
            {(isSilent || results.silence !== undefined) && (
              <Step step="silence" result={results.silence} isRunning={isSilent} />
            )}
          </ol>
          {isSilent && <SilenceProgress />}
          {isDone && (
            <div className="button-row check-actions">
              <Button onPress={check.restart}>{connectionText.testAgain}</Button>
              {isSilent ? (
                <Button onPress={check.skipSilence}>{connectionText.skipTest}</Button>
              ) : (
                results.socket?.isOk === true &&
                results.silence === undefined && (
                  <Button onPress={check.trySilence}>
                    {connectionText.testSilence(silenceMs / 1000)}
                  </Button>
                )
              )}
            </div>
          )}
        </section>
        {isDone && <Summary results={results} />}
        <p className="check-home">
          <ButtonLink kind="quiet" href="/">
            {connectionText.toWijktafel}
          </ButtonLink>
        </p>
      </main>
    </>
  )
}

type Results = Partial<Record<CheckStep, CheckResult>>

function VerdictCard({ results }: { results: Results }) {
  const verdict = verdictOf(results)
  return (
    <div className={`card check-verdict check-verdict--${verdict}`}>
      <h2 className="card__title">{verdictTexts[verdict].title}</h2>
      <p>{verdictTexts[verdict].text}</p>
    </div>
  )
}

function Step({
  step,
  result,
  isRunning,
}: {
  step: CheckStep
  result: CheckResult | undefined
  isRunning: boolean
}) {
  const words = stepTexts[step]
  return (
    <li className="check-step">
      <div>
        <p className="check-step__title">{words.title}</p>
        {result !== undefined && <p className="muted">{result.isOk ? words.ok : words.failed}</p>}
      </div>
      {result === undefined ? (
        <Chip>{isRunning ? connectionText.busy : connectionText.waits}</Chip>
      ) : (
        <Chip tone={result.isOk ? 'ok' : 'warn'}>
          {result.isOk ? connectionText.works(result.ms) : connectionText.fails}
        </Chip>
      )}
    </li>
  )
}

function SilenceProgress() {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <progress
      className="check-progress"
      aria-label={connectionText.silenceTest}
      max={silenceMs / 1000}
      value={seconds}
    />
  )
}

function Summary({ results }: { results: Results }) {
  const box = useRef<HTMLTextAreaElement>(null)
  const [at] = useState(() => new Date().toISOString())
  const text = summaryOf({
    verdict: verdictOf(results),
    results,
    origin: window.location.origin,
    browser: navigator.userAgent,
    at,
  })
  return (
    <section className="card" aria-labelledby="summary">
      <h2 className="card__title" id="summary">
        {connectionText.report}
      </h2>
      <textarea
        ref={box}
        className="field__input check-summary"
        aria-labelledby="summary"
        readOnly
        rows={text.split('\n').length + 1}
        value={text}
      />
      <CopyButton
        kind="primary"
        text={text}
        box={box}
        label={connectionText.copyReport}
        said={{
          copied: connectionText.reportIsCopied,
          selected: connectionText.reportIsSelected,
        }}
      />
    </section>
  )
}
