import {
  type CheckResult,
  type CheckStep,
  checkSteps,
  silenceMs,
  type Verdict,
} from '#client/sync/transport/connection-check.ts'

export const stepWords: Record<CheckStep, { title: string; ok: string; failed: string }> = {
  page: {
    title: 'De server is bereikbaar',
    ok: 'De server geeft antwoord.',
    failed: 'De server geeft geen antwoord. Controleer of u internet heeft.',
  },
  socket: {
    title: 'Directe verbinding',
    ok: 'Gaat open en geeft antwoord. Dit is de snelste weg.',
    failed:
      'Gaat niet open: dit netwerk houdt deze weg tegen. Wijktafel gebruikt dan vanzelf de omweg.',
  },
  post: {
    title: 'Omweg: versturen',
    ok: 'Wat u typt komt ook langs deze weg aan.',
    failed: 'Wat verstuurd wordt, komt niet goed aan.',
  },
  stream: {
    title: 'Omweg: ontvangen zonder wachten',
    ok: 'Wat anderen typen komt meteen binnen.',
    failed:
      'Iets op dit netwerk houdt antwoorden vast. Wijktafel haalt wijzigingen dan stuk voor stuk op; dat werkt ook.',
  },
  device: {
    title: 'Bewaren op dit apparaat',
    ok: 'Uw tekst blijft op dit apparaat staan als de verbinding wegvalt.',
    failed:
      'Deze browser bewaart niets, bijvoorbeeld door een privévenster. Sluit de pagina pas als er Opgeslagen staat.',
  },
  silence: {
    title: `Blijft een stille verbinding open? (${silenceMs / 1000} seconden)`,
    ok: 'Een stille verbinding blijft open.',
    failed:
      'Een stille verbinding gaat dicht. Wijktafel stuurt daarom zelf elke 20 seconden een teken.',
  },
}

export const verdictWords: Record<Verdict, { title: string; text: string }> = {
  direct: { title: 'Wijktafel werkt hier goed', text: 'U hoeft niets te doen.' },
  'over-http': {
    title: 'Wijktafel werkt hier via een omweg',
    text: 'Dit netwerk laat geen directe verbinding toe. U kunt gewoon werken; opslaan en wijzigingen van anderen zien gaat iets trager. Uw ICT-beheerder kan het sneller maken met de gegevens hieronder.',
  },
  none: {
    title: 'Wijktafel werkt hier niet: geef dit door aan uw beheerder',
    text: 'Kopieer de gegevens hieronder en stuur ze aan uw ICT-beheerder. Probeer het intussen via een ander netwerk, zoals uw telefoon.',
  },
}

export type CheckReport = {
  verdict: Verdict
  results: Partial<Record<CheckStep, CheckResult>>
  origin: string
  browser: string
  at: string
}

const stepNames: Record<CheckStep, string> = {
  page: 'GET /healthz',
  socket: 'WebSocket /sync-check',
  post: 'POST /sync-check/echo',
  stream: 'SSE /sync-check/stream',
  device: 'IndexedDB',
  silence: 'WebSocket idle 30 s',
}

/** For network administrators: plain lines, with addresses as a firewall writes them. */
export function summaryOf({ verdict, results, origin, browser, at }: CheckReport): string {
  const lines = [...checkSteps, 'silence' as const].flatMap((step) => {
    const result = results[step]
    return result === undefined
      ? []
      : [`${stepNames[step]}: ${result.isOk ? 'ok' : `FAILED, ${result.reason}`} (${result.ms} ms)`]
  })
  const wish =
    verdict === 'direct'
      ? []
      : [
          `Nodig: websockets (wss) naar ${new URL(origin).host}, paden /sync/*, zonder inspectie of bufferen.`,
        ]
  return [
    `Wijktafel verbindingstest, ${at}`,
    `Adres: ${origin}`,
    `Uitslag: ${verdictWords[verdict].title}`,
    '',
    ...lines,
    '',
    ...wish,
    `Browser: ${browser}`,
  ].join('\n')
}
