import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const problemsOf = (environment: Record<string, string>) => {
  const read = readConfig(environment)
  return read.kind === 'wrong' ? read.problems : []
}

describe('readConfig', () => {
  it('works without any variable', () => {
    expect(readConfig({})).toEqual({
      kind: 'ok',
      config: {
        port: 3000,
        host: undefined,
        dataDir: './data',
        database: { kind: 'sqlite' },
        publicUrl: 'http://localhost:3000',
        mail: null,
        oidc: null,
        formatsDir: null,
        copies: null,
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
      DATABASE_URL: 'postgres://u:p@db.voorbeeld.nl:5433/plan?sslmode=require',
      TRUST_PROXY: '10.0.0.0/24',
      LOG_LEVEL: 'warn',
    })
    expect(read).toEqual({
      kind: 'ok',
      config: {
        port: 8080,
        host: '127.0.0.1',
        dataDir: '/srv/plannen',
        database: {
          kind: 'postgres',
          url: 'postgres://u:p@db.voorbeeld.nl:5433/plan?sslmode=require',
          secretKey: null,
        },
        publicUrl: 'https://plan.voorbeeld.nl',
        mail: {
          url: 'smtps://u:p@mail.voorbeeld.nl',
          from: 'Wijktafel <wijktafel@plan.voorbeeld.nl>',
        },
        oidc: null,
        formatsDir: null,
        copies: null,
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
      DATABASE_URL: 'mysql://u:geheim@db/plan',
      OIDC_ISSUER: 'https://idp.voorbeeld.nl',
      OIDC_CLIENT_SECRET: 'geheim',
      OIDC_PRIVATE_KEY_FILE: '/srv/geheim.pem',
      OIDC_TRUST_EMAIL: 'ja',
    })
    expect(read.kind).toBe('wrong')
    const problems = read.kind === 'wrong' ? read.problems : []
    expect(problems.map((problem) => problem.split(/[ :]/)[0]).sort()).toEqual([
      'DATABASE_URL',
      'LOG_LEVEL',
      'MAIL_FROM',
      'OIDC_CLIENT_ID',
      'OIDC_ISSUER',
      'OIDC_ISSUER',
      'OIDC_TRUST_EMAIL',
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
    ['SECRET_KEY', 'x'.repeat(32)],
    ['DATABASE_URL', 'postgres:///plan'],
    ['DATABASE_URL', 'postgres://db.voorbeeld.nl'],
    ['DATABASE_URL', 'db.voorbeeld.nl/plan'],
  ])('refuses %s=%s', (name, value) => {
    expect(readConfig({ [name]: value }).kind).toBe('wrong')
  })

  it('keeps copies in another folder than DATA_DIR, of SQLite alone', () => {
    expect(readConfig({ BACKUP_DIR: '/mnt/kopie', BACKUP_MINUTES: '5' })).toMatchObject({
      config: { copies: { folder: '/mnt/kopie', everyMs: 300_000 } },
    })
    expect(readConfig({ BACKUP_DIR: '/mnt/kopie' })).toMatchObject({
      config: { copies: { everyMs: 900_000 } },
    })
    expect(problemsOf({ BACKUP_DIR: './data/' }).join()).toContain('dezelfde map')
    expect(problemsOf({ BACKUP_DIR: '/k', BACKUP_MINUTES: '0' }).join()).toContain('1 tot en met')
    expect(problemsOf({ BACKUP_DIR: '/k', DATABASE_URL: 'postgres://u@h/d' }).join()).toContain(
      'voor SQLite',
    )
  })

  describe('of an organisation', () => {
    const oidc = {
      PUBLIC_URL: 'https://plan.voorbeeld.nl',
      OIDC_ISSUER: 'https://login.voorbeeld.nl/realms/zorg/',
      OIDC_CLIENT_ID: 'wijktafel',
      OIDC_CLIENT_SECRET: 'geheim',
    }

    it('takes a secret or a private key, trusts no address and makes no accounts unless told to', () => {
      expect(readConfig(oidc)).toMatchObject({
        config: {
          oidc: {
            issuer: oidc.OIDC_ISSUER,
            clientId: 'wijktafel',
            credential: { kind: 'secret', secret: 'geheim' },
            name: 'uw organisatie',
            trustsEmail: false,
            createsAccounts: false,
          },
        },
      })
      const { OIDC_CLIENT_SECRET: _, ...rest } = oidc
      const file = { OIDC_PRIVATE_KEY_FILE: '/etc/wijktafel/oidc.pem' }
      const told = {
        OIDC_NAME: 'Regiozorg',
        OIDC_TRUST_EMAIL: 'true',
        OIDC_CREATE_ACCOUNTS: 'true',
      }
      expect(readConfig({ ...rest, ...file, ...told })).toMatchObject({
        config: {
          oidc: {
            credential: { kind: 'private-key', file: file.OIDC_PRIVATE_KEY_FILE },
            name: 'Regiozorg',
            trustsEmail: true,
            createsAccounts: true,
          },
        },
      })
    })

    it.each<[string, Record<string, string>]>([
      ['an issuer over http', { ...oidc, OIDC_ISSUER: 'http://login.voorbeeld.nl' }],
      ['an issuer with a password', { ...oidc, OIDC_ISSUER: 'https://u:p@login.voorbeeld.nl' }],
      ['an issuer with a query', { ...oidc, OIDC_ISSUER: 'https://login.voorbeeld.nl/?a=b' }],
      ['our own address over http', { ...oidc, PUBLIC_URL: 'http://plan.voorbeeld.nl' }],
      ['both a secret and a key', { ...oidc, OIDC_PRIVATE_KEY_FILE: 'a.pem' }],
      ['a secret without an issuer', { OIDC_CLIENT_SECRET: 'geheim' }],
    ])('refuses %s', (_, environment) => {
      expect(problemsOf(environment)).toHaveLength(1)
      expect(problemsOf(environment).join()).not.toContain('geheim')
    })

    it('may be on this machine, for developers', () => {
      const { PUBLIC_URL: _, ...rest } = oidc
      expect(readConfig({ ...rest, OIDC_ISSUER: 'http://localhost:8080/realms/zorg' }).kind).toBe(
        'ok',
      )
    })
  })
})
