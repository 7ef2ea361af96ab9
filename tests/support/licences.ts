/**
 * The licences that shipped packages may have: those that let an organisation run, change and redistribute Wijktafel without
 * opening its own code. MPL-2.0 and copyleft are left out on purpose; such a package needs a reason below.
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
  // Fonts only: they are embedded in exported files, which the licence allows.
  'OFL-1.1',
  'Unlicense',
  'Zlib',
])

/** Packages whose declared licence is not in that list, with the licence that was found in the package. */
export const licenceExceptions: Readonly<
  Record<string, { stated: string | undefined; is: string; why: string }>
> = {
  'duck@0.1.12': {
    stated: 'BSD',
    is: 'BSD-2-Clause',
    why: 'Its LICENSE file is the text of BSD-2-Clause. Comes with mammoth (by way of lop), which reads Word files.',
  },
}

/** Whether an expression such as `(MIT OR GPL-3.0-or-later)` or `MIT AND OFL-1.1` is allowed by the list. */
export function isAllowed(statement: string): boolean {
  const bare = statement.trim().replace(/^\((.*)\)$/, '$1')
  const either = bare.split(' OR ')
  if (either.length > 1) return either.some(isAllowed)
  return bare.split(' AND ').every((licence) => allowedLicences.has(licence.trim()))
}
