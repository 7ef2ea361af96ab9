import { expect, it } from 'vitest'
import { addressOfView, type ContentSource, viewOf } from './view-address.ts'

it('reads what it wrote', () => {
  const views: ContentSource[] = [
    { kind: 'plan' },
    { kind: 'version', versionId: 'v1' },
    { kind: 'day', day: '2026-01-14' },
    { kind: 'compare', from: 'v1', to: null },
    { kind: 'compare', from: 'v1', to: 'v2' },
    { kind: 'import' },
  ]
  for (const view of views)
    expect(viewOf(new URL(addressOfView('p1', view), 'https://wijktafel.invalid').search)).toEqual(
      view,
    )
})

it('shows the plan for what is no address of a view', () => {
  for (const search of [
    '',
    '?versie=',
    '?versie=a/b',
    '?dag=gisteren',
    '?met=v1',
    '?vergelijk=<script>',
  ])
    expect(viewOf(search)).toEqual({ kind: 'plan' })
})
