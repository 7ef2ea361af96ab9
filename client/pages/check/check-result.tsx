import { mandateText } from '#client/text/answer-texts.ts'
import * as checkText from '#client/text/check.ts'
import { formatDay } from '#client/text/moment.ts'
import { signedInMethodText } from '#shared/agreement/signed-in-text.ts'
import type { Check } from '#shared/api/checks.ts'
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
        {isAgreed ? checkText.isAgreed : checkText.isNotAgreed}
      </h2>
      <p>
        {checkText.facts(
          planTitle,
          formName,
          number,
          formatDay(check.presentedAt),
          handedInOn === null ? null : formatDay(handedInOn),
        )}
      </p>
      {foundBy === 'file' && <p>{checkText.isSubmittedFile}</p>}
      {foundBy === 'content' && <p>{checkText.isContent}</p>}
      {foundBy === 'code' && <p className="muted">{checkText.isCodeOnly}</p>}
      {ended !== null && (
        <p>
          <strong>{checkText.isEnded(ended.kind === 'expired', formatDay(ended.at))}</strong>
        </p>
      )}
      {replacedBy !== null && <p>{checkText.isReplaced(replacedBy)}</p>}
      {!signature.isValid && <p className="error-text">{checkText.badSignature}</p>}
      {agreed.length > 0 && (
        <>
          <h3 className="card__subtitle">{checkText.agreed}</h3>
          <ul className="check-result__list">
            {agreed.map((one) => (
              <li key={one.label}>
                <strong>{one.label}</strong>:{' '}
                {[
                  mandateText({ ...one, level: '' }),
                  formatDay(one.at),
                  checkText.signedIn(signedInMethodText(one.signedIn, one.issuer)),
                  one.verdict === 'agreed-with-remark' ? checkText.withRemark : '',
                  one.onVersion === number ? '' : checkText.givenOn(one.onVersion),
                ]
                  .filter((part) => part !== '')
                  .join(', ')}
              </li>
            ))}
          </ul>
        </>
      )}
      {missing.length > 0 && <p>{checkText.missing(missing.join(', '))}</p>}
      <details className="check-result__proof">
        <summary>{checkText.verifySignature}</summary>
        <p>{checkText.signatureFacts(signature.keyId)}</p>
        <textarea
          readOnly
          rows={6}
          aria-label={checkText.signedText}
          value={signature.record}
          className="field__input check-result__raw"
        />
        <textarea
          readOnly
          rows={2}
          aria-label={checkText.signatureValue}
          value={signature.value}
          className="field__input check-result__raw"
        />
        <textarea
          readOnly
          rows={4}
          aria-label={checkText.publicKey}
          value={signature.publicKey}
          className="field__input check-result__raw"
        />
      </details>
    </section>
  )
}
