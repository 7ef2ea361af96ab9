import { describe, expect, it } from 'vitest'
import { adoptedIn } from './adopted-version.ts'

const steps = {
  present: (id: string) => ({ action: 'version.presented', object: `versionId=${id} number=1` }),
  submit: (id: string) => ({ action: 'plan.submitted', object: `versionId=${id} submissionId=s` }),
  status: (status: string) => ({ action: 'status.changed', object: `status=${status}` }),
}
const { present, submit, status } = steps
const adopts = (id: string) => [present(id), status('approval'), status('adopted')]

describe('the version that counts as the outcome of a plan (R8)', () => {
  it.each([
    ['nothing happened', [], null],
    ['a version is presented', [present('v1'), status('approval')], null],
    ['everyone agreed', adopts('v1'), 'v1'],
    ['a consultation was held before', [status('consultation'), status('concept')], null],
    ['a newer version is presented', [...adopts('v1'), present('v2'), status('approval')], 'v1'],
    ['the newer version is adopted', [...adopts('v1'), ...adopts('v2')], 'v2'],
    [
      'the newer version is recalled',
      [...adopts('v1'), present('v2'), status('approval'), status('concept')],
      'v1',
    ],
    ['somebody no longer agrees', [...adopts('v1'), status('approval')], null],
    [
      'somebody no longer agrees with the newer one',
      [...adopts('v1'), ...adopts('v2'), status('approval')],
      'v1',
    ],
    ['they agree again', [...adopts('v1'), status('approval'), status('adopted')], 'v1'],
    ['the adopted version is recalled', [...adopts('v1'), status('concept')], null],
    ['it is handed in', [...adopts('v1'), submit('v1'), status('submitted')], 'v1'],
    [
      'a correction of it is presented',
      [...adopts('v1'), submit('v1'), status('submitted'), present('v2'), status('approval')],
      'v1',
    ],
    [
      'the correction is adopted, and then recalled',
      [...adopts('v1'), submit('v1'), status('submitted'), ...adopts('v2'), status('submitted')],
      'v1',
    ],
    [
      'the correction is handed in',
      [
        ...adopts('v1'),
        submit('v1'),
        status('submitted'),
        ...adopts('v2'),
        submit('v2'),
        status('submitted'),
      ],
      'v2',
    ],
    ['the plan ends', [...adopts('v1'), status('expired')], 'v1'],
  ])('%s', (_, told, versionId) => {
    const found = adoptedIn(told.map((line, at) => ({ ...line, at })))
    expect(found?.versionId ?? null).toBe(versionId)
  })

  it('says when it was adopted', () => {
    expect(adoptedIn(adopts('v1').map((line, at) => ({ ...line, at })))).toEqual({
      versionId: 'v1',
      at: 2,
    })
  })
})
