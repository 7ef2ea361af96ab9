import { useEffect, useRef, useState } from 'react'
import {
  type CheckResult,
  type CheckStep,
  checkSteps,
  silenceMs,
  verdictOf,
} from '#client/sync/transport/connection-check.ts'
import { Brand } from '#client/ui/brand.tsx'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { Chip } from '#client/ui/chip.tsx'
import { CopyButton } from '#client/ui/copy-button.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { stepWords, summaryOf, verdictWords } from './connection-test-words.ts'
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
        <PageHeader
          title="Verbindingstest"
          lead="Deze test kijkt of Wijktafel op dit netwerk goed werkt. Er wordt niets van u verstuurd."
        />
        <div role="status">
          {isDone ? (
            <VerdictCard results={results} />
          ) : (
            <p className="visually-hidden">Bezig met testen…</p>
          )}
        </div>
        <section className="card" aria-labelledby="steps">
          <h2 className="card__title" id="steps">
            Wat er is geprobeerd
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
              <Button onPress={check.restart}>Opnieuw testen</Button>
              {isSilent ? (
                <Button onPress={check.skipSilence}>Deze test overslaan</Button>
              ) : (
                results.socket?.isOk === true &&
                results.silence === undefined && (
                  <Button onPress={check.trySilence}>
                    Test of een stille verbinding open blijft ({silenceMs / 1000} seconden)
                  </Button>
                )
              )}
            </div>
          )}
        </section>
        {isDone && <Summary results={results} />}
        <p className="check-home">
          <ButtonLink kind="quiet" href="/">
            Naar Wijktafel
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
      <h2 className="card__title">{verdictWords[verdict].title}</h2>
      <p>{verdictWords[verdict].text}</p>
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
  const words = stepWords[step]
  return (
    <li className="check-step">
      <div>
        <p className="check-step__title">{words.title}</p>
        {result !== undefined && <p className="muted">{result.isOk ? words.ok : words.failed}</p>}
      </div>
      {result === undefined ? (
        <Chip>{isRunning ? 'bezig…' : 'wacht'}</Chip>
      ) : (
        <Chip tone={result.isOk ? 'ok' : 'warn'}>
          {result.isOk ? `werkt, ${result.ms} ms` : 'werkt niet'}
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
      aria-label="Test van een stille verbinding"
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
        Gegevens voor uw beheerder
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
        label="Gegevens kopiëren"
        said={{
          copied: 'De gegevens zijn gekopieerd.',
          selected: 'De gegevens zijn geselecteerd.',
        }}
      />
    </section>
  )
}
