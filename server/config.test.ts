import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

describe('readConfig', () => {
  it('works without any variable', () => {
    expect(readConfig({})).toEqual({
      kind: 'ok',
      config: {
        port: 3000,
        host: undefined,
        dataDir: './data',
        publicUrl: 'http://localhost:3000',
        mail: null,
        formatsDir: null,
        trustedProxies: [],
        logLevel: 'info',
      },
    })
  })

  it('takes everything that is given, and takes an empty variable as unset', () => {
    const read = readConfig({
      PORT: '8080',
      HOST: '127.0.0.1',
      DATA_DIR: '/srv/plannen',
      PUBLIC_URL: 'https://plan.voorbeeld.nl/',
      SMTP_URL: 'smtps://u:p@mail.voorbeeld.nl',
      FORMATS_DIR: '',
      REDIS_URL: ' ',
      TRUST_PROXY: '10.0.0.0/24',
      LOG_LEVEL: 'warn',
    })
    expect(read).toEqual({
      kind: 'ok',
      config: {
        port: 8080,
        host: '127.0.0.1',
        dataDir: '/srv/plannen',
        publicUrl: 'https://plan.voorbeeld.nl',
        mail: {
          url: 'smtps://u:p@mail.voorbeeld.nl',
          from: 'Wijktafel <wijktafel@plan.voorbeeld.nl>',
        },
        formatsDir: null,
        trustedProxies: [{ address: '10.0.0.0', prefix: 24 }],
        logLevel: 'warn',
      },
    })
    expect(read.kind === 'ok' && Object.isFrozen(read.config)).toBe(true)
  })

  it('lists every problem at once', () => {
    const read = readConfig({
      PORT: '99999',
      PUBLIC_URL: 'plan.voorbeeld.nl',
      SMTP_URL: 'https://mail',
      MAIL_FROM: 'niemand',
      TRUST_PROXY: 'loopback, proxy, 1.2.3.4/40',
      LOG_LEVEL: 'veel',
      DATABASE_URL: 'postgres://u:geheim@db/plan',
      OIDC_ISSUER: 'https://idp',
    })
    expect(read.kind).toBe('wrong')
    const problems = read.kind === 'wrong' ? read.problems : []
    expect(problems.map((problem) => problem.split(/[ :]/)[0]).sort()).toEqual([
      'DATABASE_URL',
      'LOG_LEVEL',
      'MAIL_FROM',
      'OIDC_ISSUER',
      'PORT',
      'PUBLIC_URL',
      'SMTP_URL',
      'TRUST_PROXY',
      'TRUST_PROXY',
    ])
    expect(problems.join()).not.toContain('geheim')
  })

  it.each([
    ['PORT', '-1'],
    ['PORT', '0'],
    ['PORT', '80a'],
    ['PORT', '3000.5'],
    ['PUBLIC_URL', 'https://plan.voorbeeld.nl/map'],
    ['PUBLIC_URL', 'https://u:p@plan.voorbeeld.nl'],
    ['PUBLIC_URL', 'ftp://plan.voorbeeld.nl'],
    ['MAIL_FROM', 'a@b.nl\r\nBcc: c@d.nl'],
    ['REDIS_URL', 'redis://localhost'],
  ])('refuses %s=%s', (name, value) => {
    expect(readConfig({ [name]: value }).kind).toBe('wrong')
  })
})
