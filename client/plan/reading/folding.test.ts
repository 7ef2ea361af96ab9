import { beforeEach, describe, expect, it, vi } from 'vitest'

const stored = new Map<string, string>()

/** The module as a page that is loaded again has it. */
async function loadedPage() {
  vi.resetModules()
  return import('./folding.ts')
}

beforeEach(() => {
  stored.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  })
})

describe('folding', () => {
  it('begins with folded cards and open sections', async () => {
    const { isOpen } = await loadedPage()
    expect(isOpen('p', 'row/themes/t1')).toBe(false)
    expect(isOpen('p', 'section/themas')).toBe(true)
  })

  it('is kept per plan over a reload', async () => {
    const before = await loadedPage()
    before.setOpen('p', ['row/themes/t1', 'row/themes/t2'], true)
    before.setOpen('p', ['row/themes/t2'], false)
    before.setOpen('p', ['section/themas'], false)
    const after = await loadedPage()
    expect(after.isOpen('p', 'row/themes/t1')).toBe(true)
    expect(after.isOpen('p', 'row/themes/t2')).toBe(false)
    expect(after.isOpen('p', 'section/themas')).toBe(false)
    expect(after.isOpen('other', 'row/themes/t1')).toBe(false)
  })

  it('drops the oldest names, and survives what another program wrote', async () => {
    const page = await loadedPage()
    page.setOpen('p', ['row/a/first'], true)
    page.setOpen(
      'p',
      Array.from({ length: 2_000 }, (_, index) => `row/a/${index}`),
      true,
    )
    expect(page.isOpen('p', 'row/a/first')).toBe(false)
    expect(page.isOpen('p', 'row/a/1999')).toBe(true)
    stored.set('wijktafel:folding:q', '{"others": 3')
    expect((await loadedPage()).isOpen('q', 'row/a/1')).toBe(false)
  })

  it('opens everything while the page is printed, and folds it again', async () => {
    const { isOpen, printOpen } = await loadedPage()
    printOpen(true)
    expect(isOpen('p', 'row/themes/t1')).toBe(true)
    printOpen(false)
    expect(isOpen('p', 'row/themes/t1')).toBe(false)
  })
})
