import { expect, it } from 'vitest'
import { addressOfFilter, filterOf } from './filter-address.ts'

it('reads what it wrote', () => {
  for (const filter of [
    {},
    { who: 'server' },
    { kind: 'agreement', from: '2026-01-01', to: '2026-02-28' },
  ] as const) {
    expect(
      filterOf(new URL(addressOfFilter('p1', filter), 'https://wijktafel.invalid').search),
    ).toStrictEqual(filter)
  }
})

it('leaves out what is no filter', () => {
  expect(filterOf('?wie=&wat=alles&van=gisteren&tot=2026-03-01')).toStrictEqual({
    to: '2026-03-01',
  })
})
