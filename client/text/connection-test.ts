// Verbindingstest.

export const title = 'Verbindingstest'
export const lead =
  'Deze test kijkt of Wijktafel op dit netwerk goed werkt. Er wordt niets van u verstuurd.'
export const testing = 'Bezig met testen…'
export const tried = 'Wat er is geprobeerd'
export const testAgain = 'Opnieuw testen'
export const skipTest = 'Deze test overslaan'
export const testSilence = (seconds: number) =>
  `Test of een stille verbinding open blijft (${seconds} seconden)`
export const toWijktafel = 'Naar Wijktafel'
export const busy = 'bezig…'
export const waits = 'wacht'
export const works = (ms: number) => `werkt, ${ms} ms`
export const fails = 'werkt niet'
export const silenceTitle = (seconds: number) =>
  `Blijft een stille verbinding open? (${seconds} seconden)`
export const silenceTest = 'Test van een stille verbinding'
export const report = 'Gegevens voor uw beheerder'
export const copyReport = 'Gegevens kopiëren'
export const reportIsCopied = 'De gegevens zijn gekopieerd.'
export const reportIsSelected = 'De gegevens zijn geselecteerd.'

export const steps = {
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
    ok: 'Een stille verbinding blijft open.',
    failed:
      'Een stille verbinding gaat dicht. Wijktafel stuurt daarom zelf elke 20 seconden een teken.',
  },
}

export const verdicts = {
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

// The lines that are copied for a network administrator, with addresses as a firewall writes them.
export const reportSteps = {
  page: 'GET /healthz',
  socket: 'WebSocket /sync-check',
  post: 'POST /sync-check/echo',
  stream: 'SSE /sync-check/stream',
  device: 'IndexedDB',
  silence: 'WebSocket idle 30 s',
}

export const reportOk = (step: string, ms: number) => `${step}: ok (${ms} ms)`
export const reportFailed = (step: string, reason: string | undefined, ms: number) =>
  `${step}: FAILED, ${reason} (${ms} ms)`
export const reportNeeds = (host: string) =>
  `Nodig: websockets (wss) naar ${host}, paden /sync/*, zonder inspectie of bufferen.`
export const reportTitle = (at: string) => `Wijktafel verbindingstest, ${at}`
export const reportAddress = (origin: string) => `Adres: ${origin}`
export const reportVerdict = (verdict: string) => `Uitslag: ${verdict}`
export const reportBrowser = (browser: string) => `Browser: ${browser}`
