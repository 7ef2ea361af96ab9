/**
 * Which licences what we ship may have: those that let an organisation run, change and pass on Wijktafel without opening its
 * own code. MPL-2.0 and copyleft are left out on purpose; whoever needs such a package gives a reason below.
 */
const allowedLicences: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  // Fonts only: they are embedded in what we make, which the licence allows.
  'OFL-1.1',
  'Unlicense',
  'Zlib',
])

/** Packages whose own statement is no licence of that list, with what was found in the package instead. */
export const licenceExceptions: Readonly<
  Record<string, { stated: string | undefined; is: string; why: string }>
> = {
  'duck@0.1.12': {
    stated: 'BSD',
    is: 'BSD-2-Clause',
    why: 'Its LICENSE file is the text of BSD-2-Clause. Comes with mammoth (by way of lop), which reads Word files.',
  },
}

/** Whether a statement such as `(MIT OR GPL-3.0-or-later)` or `MIT AND OFL-1.1` allows what the list allows. */
export function isAllowed(statement: string): boolean {
  const bare = statement.trim().replace(/^\((.*)\)$/, '$1')
  const either = bare.split(' OR ')
  if (either.length > 1) return either.some(isAllowed)
  return bare.split(' AND ').every((licence) => allowedLicences.has(licence.trim()))
}
