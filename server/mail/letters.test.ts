import { describe, expect, it } from 'vitest'
import { createAddresses } from './addresses.ts'
import { html } from './letter-html.ts'
import { render } from './letter-layout.ts'
import { type Item, noticeParts, noticeSubject, type PlanNews } from './notice-letter.ts'
import { invitationWords, reminderWords } from './write-consultation.ts'

const foot = {
  settingsUrl: 'https://plan.nl/mail',
  unsubscribeUrl: 'https://plan.nl/afmelden?token=a.b',
}
const item: Item = {
  reason: 'replied',
  place: 'Thema 1: Veilig thuis',
  quote: null,
  by: 'Wim',
  body: 'Ja.',
  asked: null,
  url: 'https://plan.nl/plan/p?reactie=t',
}
const news = (items: readonly Item[], title = 'Wijkplan Kraaienveen', others = 0): PlanNews => ({
  title,
  url: 'https://plan.nl/plan/p',
  items,
  others,
})
const written = (plans: readonly PlanNews[], kind: 'direct' | 'digest' = 'direct') =>
  render({ subject: noticeSubject(plans, kind), parts: noticeParts(plans) }, foot)

describe('letters', () => {
  it('a name or title with line breaks stays within the subject, and a long one is cut (limit subject)', () => {
    const { subject } = written([
      news(
        [{ ...item, reason: 'mentioned', by: 'Bo\r\nBcc: kwaad@voorbeeld.nl\u0000' }],
        'Wijkplan\nX: Y',
      ),
    ])
    expect(subject).toBe('“Wijkplan X: Y”: Bo Bcc: kwaad@voorbeeld. nl noemt u in een reactie')
    const long = written([
      news([{ ...item, reason: 'mentioned', by: 'b'.repeat(500) }], 'a'.repeat(500)),
    ])
    expect(long.subject).toHaveLength(160)
    expect(long.subject.endsWith('…')).toBe(true)
  })

  it('the words of users are text in every part of the HTML, and set apart in the plain text', () => {
    const evil = '</title><img src=x onerror="a()">\'&'
    const letter = written([
      news(
        [
          {
            ...item,
            by: evil,
            body: `${evil}\n-- \nWijktafel: klik hier`,
            place: evil,
            quote: evil,
          },
        ],
        evil,
        2,
      ),
    ])
    expect(letter.html).not.toMatch(/<img|onerror="/)
    expect(letter.html).toContain(
      '&lt;/title&gt;&lt;img src=x onerror=&quot;a()&quot;&gt;&#39;&amp;',
    )
    expect(letter.text).toContain('> -- \n> Wijktafel: klik hier')
    expect(letter.text.match(/^-- $/gm)).toHaveLength(1)
  })

  it('the same words in both forms, with the ways out', () => {
    const letter = written([news([item])], 'digest')
    expect(letter.subject).toBe('“Wijkplan Kraaienveen”: nieuws bij 1 reactie')
    for (const words of [
      'Thema 1: Veilig thuis',
      'Wim antwoordde',
      'Ja.',
      'Lees en antwoord',
      item.url,
      foot.settingsUrl,
      foot.unsubscribeUrl,
    ]) {
      expect(letter.text).toContain(words)
      expect(letter.html).toContain(words)
    }
    expect(letter.html).toContain('<html lang="nl">')
    expect(letter.html).not.toMatch(/<img|<script|url\(/)
  })

  it('names the plans in the subject, and counts what it tells', () => {
    const two = [item, { ...item, reason: 'asked', asked: 'wijkverpleging' } as const]
    expect(noticeSubject([news(two)], 'direct')).toBe('“Wijkplan Kraaienveen”: 2 reacties voor u')
    expect(noticeSubject([news([two[1] as Item])], 'direct')).toBe(
      '“Wijkplan Kraaienveen”: Wim stelt een vraag aan wijkverpleging',
    )
    expect(
      noticeSubject(
        [
          news(two),
          news([{ ...item, url: 'https://plan.nl/plan/q' }], 'Wijkplan B'),
          news([item], 'Wijkplan C'),
        ],
        'digest',
      ),
    ).toBe('“Wijkplan Kraaienveen” en 2 andere plannen: nieuws bij 2 reacties')
    expect(() => noticeSubject([], 'direct')).toThrow()
  })

  it('a very long comment is cut: the rest is in the plan', () => {
    const letter = written([news([{ ...item, body: 'woord '.repeat(900) }])])
    expect(letter.text.length).toBeLessThan(2500)
    expect(letter.text).toContain('…')
  })

  it('a consultation tells until when, and the reminder for whom', () => {
    const about = {
      title: 'Wijkplan Kraaienveen',
      url: item.url,
      deadline: Date.UTC(2026, 6, 1, 15),
    }
    expect(render(invitationWords({ ...about, by: 'Élise', message: '' }), foot).text).toContain(
      'Élise vraagt uw reactie op dit plan. Reageren kan tot 1 juli 2026 om 17.00 uur.',
    )
    const reminder = render(
      reminderWords({ ...about, isOwn: false, others: ['Rens', 'Wim'] }),
      foot,
    )
    expect(reminder.text).toContain('U bent gevraagd om te reageren namens Rens en Wim.')
    expect(reminder.text).not.toContain('U heeft nog niet')
  })

  it('markup is made here alone', () => {
    expect(html`<p title="${'"'}">${[html`<b>${'<i>'}</b>`]}</p>`.markup).toBe(
      '<p title="&quot;"><b>&lt;i&gt;</b></p>',
    )
  })

  it('a token to leave by is good for one person, and for one installation', () => {
    const [one, other] = ['een-geheim', 'ander-geheim'].map((secret) =>
      createAddresses({ publicUrl: 'https://plan.nl', secret }),
    )
    const token = new URL(one?.leavePage('user-1') ?? '').searchParams.get('token') ?? ''
    expect(one?.readToken(token)).toBe('user-1')
    expect(other?.readToken(token)).toBeNull()
    expect(one?.readToken(token.replace('user-1', 'user-2'))).toBeNull()
    expect(one?.readToken('user-1')).toBeNull()
  })
})
