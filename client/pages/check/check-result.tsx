import { mandateText } from '#client/text/answer-texts.ts'
import { signedInMethodText } from '#shared/agreement/signed-in-text.ts'
import type { Check } from '#shared/api/checks.ts'
import { formatDay } from '#shared/text/moment.ts'
import './check-result.css'
import '#client/ui/field.css'

export function CheckResult({ check }: { check: Check }) {
  const {
    isAgreed,
    number,
    planTitle,
    formName,
    foundBy,
    replacedBy,
    missing,
    agreed,
    signature,
    handedInOn,
    ended,
  } = check
  const tone = isAgreed && signature.isValid && ended === null ? 'ok' : 'warn'
  return (
    <section className={`card check-result check-result--${tone}`} aria-labelledby="check-title">
      <h2 className="card__title" id="check-title">
        <span aria-hidden="true">{tone === 'ok' ? '✓' : '△'}</span>{' '}
        {isAgreed ? 'Dit is een vastgestelde versie' : 'Deze versie is (nog) niet vastgesteld'}
      </h2>
      <p>
        {planTitle}, {formName}, versie {number}, voorgelegd op {formatDay(check.presentedAt)}.
        {handedInOn !== null && ` Ingediend op ${formatDay(handedInOn)}.`}
      </p>
      {foundBy === 'file' && <p>Het bestand is precies het bestand dat is ingediend.</p>}
      {foundBy === 'content' && <p>Dit zijn precies de gegevens van deze versie.</p>}
      {foundBy === 'code' && (
        <p className="muted">
          De code hoort bij deze versie. Of een document echt deze versie is, weet u zeker door ook
          het bestand zelf te kiezen.
        </p>
      )}
      {ended !== null && (
        <p>
          <strong>
            Let op: dit plan is{' '}
            {ended.kind === 'expired' ? 'vervallen' : 'vervangen door een ander plan'} op{' '}
            {formatDay(ended.at)} en geldt niet meer.
          </strong>
        </p>
      )}
      {replacedBy !== null && <p>Let op: later is versie {replacedBy} voorgelegd.</p>}
      {!signature.isValid && (
        <p className="error-text">
          De handtekening onder deze gegevens klopt niet. Vertrouw ze niet en waarschuw de
          beheerder.
        </p>
      )}
      {agreed.length > 0 && (
        <>
          <h3 className="card__subtitle">Akkoord gegeven</h3>
          <ul className="check-result__list">
            {agreed.map((one) => (
              <li key={one.label}>
                <strong>{one.label}</strong>:{' '}
                {[
                  mandateText({ ...one, level: '' }),
                  formatDay(one.at),
                  `ingelogd: ${signedInMethodText(one.signedIn, one.issuer)}`,
                  one.verdict === 'agreed-with-remark' ? 'met opmerking' : '',
                  one.onVersion === number
                    ? ''
                    : `gegeven op versie ${one.onVersion}; daarna is alleen de spelling gewijzigd`,
                ]
                  .filter((part) => part !== '')
                  .join(', ')}
              </li>
            ))}
          </ul>
        </>
      )}
      {missing.length > 0 && <p>Geen akkoord van: {missing.join(', ')}.</p>}
      <details className="check-result__proof">
        <summary>Handtekening zelf controleren</summary>
        <p>Ed25519, sleutel {signature.keyId}. De handtekening staat onder deze tekst, in UTF-8:</p>
        <textarea
          readOnly
          rows={6}
          aria-label="Ondertekende tekst"
          value={signature.record}
          className="field__input check-result__raw"
        />
        <textarea
          readOnly
          rows={2}
          aria-label="Handtekening (base64url)"
          value={signature.value}
          className="field__input check-result__raw"
        />
        <textarea
          readOnly
          rows={4}
          aria-label="Publieke sleutel"
          value={signature.publicKey}
          className="field__input check-result__raw"
        />
      </details>
    </section>
  )
}
