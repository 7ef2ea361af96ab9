import { describe, expect, it } from 'vitest'
import { createAddressOf, networkOf } from './http/client-address.ts'
import { readProxies } from './trust-proxy.ts'

describe('TRUST_PROXY', () => {
  const addressOf = (setting: string, peer: string | undefined, forwardedFor: string | null) => {
    const { proxies, problems } = readProxies(setting)
    expect(problems).toEqual([])
    return createAddressOf(proxies)({ peer, forwardedFor })
  }

  it.each([
    ['nobody is trusted unless named', '', '127.0.0.1', '203.0.113.7', '127.0.0.1'],
    ['nor a neighbour on a private network', '', '10.0.0.2', '203.0.113.7', '10.0.0.2'],
    ['a named proxy is believed', '10.0.0.2', '10.0.0.2', '203.0.113.7', '203.0.113.7'],
    ['its neighbour is not', '10.0.0.2', '10.0.0.3', '203.0.113.7', '10.0.0.3'],
    ['loopback by name', 'loopback', '127.0.0.9', '203.0.113.7', '203.0.113.7'],
    ['loopback by name, IPv6', 'loopback', '::1', '2001:db8::7', '2001:db8::7'],
    ['a range', '10.1.0.0/16', '10.1.200.3', '203.0.113.7', '203.0.113.7'],
    ['outside of a range', '10.1.0.0/16', '10.2.0.1', '203.0.113.7', '10.2.0.1'],
    ['a range of IPv6', 'fd00:1::/32', 'fd00:1:2::9', '2001:DB8::7', '2001:db8::7'],
    ['a peer mapped into IPv6', '10.0.0.2', '::ffff:10.0.0.2', '203.0.113.7', '203.0.113.7'],
    ['the same in hexadecimal', '10.0.0.2', '::ffff:a00:2', '203.0.113.7', '203.0.113.7'],
    ['a setting mapped into IPv6', '::ffff:10.0.0.0/120', '10.0.0.9', '1.2.3.4', '1.2.3.4'],
    ['a client mapped into IPv6', 'loopback', '127.0.0.1', '::ffff:203.0.113.7', '203.0.113.7'],
    ['an invented left end', 'loopback', '::1', '6.6.6.6, 203.0.113.7', '203.0.113.7'],
    ['two proxies', 'loopback, 10.0.0.0/8', '::1', '6.6.6.6, 1.2.3.4, 10.9.9.9', '1.2.3.4'],
    ['only proxies', 'loopback 10.0.0.0/8', '::1', '10.1.1.1, 10.2.2.2', '10.1.1.1'],
    ['an untrusted hop ends it', 'loopback', '::1', '1.1.1.1, 9.9.9.9, 127.0.0.1', '9.9.9.9'],
    ['what is no address ends it', 'loopback', '::1', '1.1.1.1, unknown', '::1'],
    ['an address with a port', 'loopback', '::1', '203.0.113.7:4711', '203.0.113.7'],
    ['IPv6 with a port', 'loopback', '::1', '[2001:db8::7]:4711', '2001:db8::7'],
    ['a zone', 'fe80::/10', 'fe80::1%eth0', '203.0.113.7', '203.0.113.7'],
    ['no header', 'loopback', '127.0.0.1', null, '127.0.0.1'],
    ['an empty header', 'loopback', '127.0.0.1', '', '127.0.0.1'],
    ['words', 'loopback', '127.0.0.1', '<script>', '127.0.0.1'],
    ['no socket', 'loopback', undefined, '203.0.113.7', null],
  ] as const)('%s', (_, setting, peer, forwardedFor, expected) => {
    expect(addressOf(setting, peer, forwardedFor)).toBe(expected)
  })

  it('tells once of a proxy that was forgotten, and never because of what a stranger sends', () => {
    let told = 0
    const address = createAddressOf(readProxies('10.0.0.2').proxies, () => {
      told += 1
    })
    address({ peer: '203.0.113.7', forwardedFor: '127.0.0.1' })
    address({ peer: '10.0.0.2', forwardedFor: '203.0.113.7' })
    address({ peer: '10.0.0.3', forwardedFor: null })
    expect(told).toBe(0)
    for (let n = 0; n < 3; n++) address({ peer: '::ffff:172.17.0.1', forwardedFor: '203.0.113.7' })
    expect(told).toBe(1)
  })

  it('names every part that is wrong, by its place', () => {
    for (const odd of ['fe80::1%eth0', '::ffff:0:0/90', '10.0.0', '10.0.0.0/', '/8'])
      expect(readProxies(odd).problems, odd).toHaveLength(1)
    expect(
      readProxies('10.0.0.1, proxy.intern, ::/0 0.0.0.0/0 10.0.0.0/33 ::ffff:0.0.0.0/96'),
    ).toEqual({
      proxies: [{ address: '10.0.0.1', prefix: 32 }],
      problems: [
        expect.stringMatching(/^onderdeel 2 is geen adres/),
        expect.stringMatching(/^onderdeel 3 vertrouwt iedereen/),
        expect.stringMatching(/^onderdeel 4 vertrouwt iedereen/),
        expect.stringMatching(/^onderdeel 5 heeft een te lange reeks/),
        expect.stringMatching(/^onderdeel 6 vertrouwt iedereen/),
      ],
    })
  })

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['2001:db8:1:2:3::', '2001:db8:1:2::/64'],
    [null, 'unknown'],
  ])('counts %s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
