import { signedInText } from '#shared/agreement/signed-in-text.ts'
import type { Signing } from '#shared/api/agreement.ts'
import './signing-card.css'

type SigningCardProps = {
  signing: Signing
  /** The label of the button below the statement. */
  sendLabel: string
}

/** The statement that the signer confirms: shown before the answer and sent with it word for word. */
export function SigningCard({ signing, sendLabel }: SigningCardProps) {
  const { statement, link, signedInBy } = signing
  return (
    <div className="signing-card">
      <p className="signing-card__statement">{statement}</p>
      {link === 'none' && (
        <p className="signing-card__note">
          U bent niet gekoppeld aan een persoon in deze versie. Wilt u met functie en organisatie
          tekenen? Kies dan eerst bij Leden wie u in het plan bent, of vraag de coördinator dat te
          doen.
        </p>
      )}
      {link === 'self' && (
        <p className="signing-card__note">
          U heeft uzelf aan deze persoon gekoppeld. Dat staat bij uw antwoord.
        </p>
      )}
      <p className="signing-card__note">
        Ingelogd: {signedInText(signedInBy)}. Met ‘{sendLabel}’ bevestigt u dit.
      </p>
    </div>
  )
}
