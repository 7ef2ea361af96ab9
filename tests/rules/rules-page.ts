import { readFileSync } from 'node:fs'
import { readFormat } from '../support/sample-plans.ts'
import { exampleOf, type Form, type RuleCase } from './rule-case.ts'

const start = '<!-- requirements and cases: written by tests/rules/rules.test.ts -->\n'
const page = new URL('../../docs/rules.md', import.meta.url)

const formIds = {
  medrie: 'medrie-wijkplan',
  zwolle: 'hecht-wijkverband',
  rijnmond: 'rijnmond-wijkplan',
} as const satisfies Record<Form, string>

/** docs/rules.md with its generated part: whose each requirement is, and every case of the tests. */
export function rulesPage(cases: readonly RuleCase[]): string {
  const text = readFileSync(page, 'utf8')
  const at = text.indexOf(start)
  if (at === -1) throw new Error('docs/rules.md lost the line after which it is written')
  return `${text.slice(0, at)}${start}\n${requirements()}\n${tableOfCases(cases)}\n${casesOfSharing()}`
}

function requirements(): string {
  const rows = Object.values(formIds).flatMap((id) =>
    readFormat(id).requirements.map(
      ({ id: name, label, basis, before }) =>
        `| ${id} | \`${name}\` | ${label} | ${basis} | ${basis === 'ours' ? 'by choice' : before} |`,
    ),
  )
  return `## Requirements, and whose they are

\`form\`: the source asks it. \`submission\`: handing in can't be done without it. \`ours\`: no source asks it, and the
coordinator chooses per plan whether it holds up handing in.

| form | requirement | what | whose | holds up |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}

function tableOfCases(cases: readonly RuleCase[]): string {
  const rows = cases.map(
    ({ rule, form, is, finds }) =>
      `| ${rule} | ${exampleOf[form]} | ${is} | ${finds.length === 0 ? 'nothing' : finds.join(', ')} |`,
  )
  return `## Cases

The example plan of a form with one change, and all findings of the rule in it. Each row is a test.

| rule | plan | change | finds |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

const sharing = 'tests/http/outcome-links.test.ts'

/** R8 is no finding in a plan: its cases are the tests of the link by which outcomes are shared. */
function casesOfSharing(): string {
  const source = readFileSync(new URL(`../../${sharing}`, import.meta.url), 'utf8')
  const described = source.slice(source.indexOf("describe('R8"))
  const rows = [...described.matchAll(/^ {2}it\('(.+)', /gm)].map(([, is]) => `| R8 | ${is} |`)
  if (rows.length === 0) throw new Error(`${sharing} has no case of R8`)
  return `## Cases of sharing the outcomes

Each row is a test in \`${sharing}\`.

| rule | the link to the outcomes |
| --- | --- |
${rows.join('\n')}
`
}
