import { expect, it } from 'vitest'
import { summaryOf } from './network-report.ts'

it('sums up for anyone who runs the network', () => {
  const text = summaryOf({
    verdict: 'over-http',
    origin: 'https://plan.voorbeeld.nl',
    browser: 'Firefox 140',
    at: '2026-01-13T14:25:00.000Z',
    results: { page: { isOk: true, ms: 12 }, socket: { isOk: false, ms: 30, reason: 'refused' } },
  })
  expect(text.split('\n')).toEqual([
    'Wijktafel verbindingstest, 2026-01-13T14:25:00.000Z',
    'Adres: https://plan.voorbeeld.nl',
    'Uitslag: Wijktafel werkt hier via een omweg',
    '',
    'GET /healthz: ok (12 ms)',
    'WebSocket /sync-check: FAILED, refused (30 ms)',
    '',
    'Nodig: websockets (wss) naar plan.voorbeeld.nl, paden /sync/*, zonder inspectie of bufferen.',
    'Browser: Firefox 140',
  ])
})
