import * as administration from './administration.ts'
import * as agreement from './agreement.ts'
import * as audit from './audit.ts'
import * as bsn from './bsn.ts'
import * as calendar from './calendar.ts'
import * as since from './changes-since-visit.ts'
import * as checks from './checks.ts'
import * as comments from './comments.ts'
import * as consultation from './consultation.ts'
import * as ending from './ending.ts'
import type { Endpoint } from './endpoint.ts'
import { exportEndpoints, listExportKinds } from './exports.ts'
import * as files from './files.ts'
import * as handedLinks from './handed-links.ts'
import * as imports from './imports.ts'
import * as inbox from './inbox.ts'
import * as mail from './mail.ts'
import * as me from './me.ts'
import * as members from './members.ts'
import * as merges from './merges.ts'
import * as myData from './my-data.ts'
import * as newerForm from './newer-form.ts'
import * as oidc from './oidc.ts'
import * as outcomeLinks from './outcome-links.ts'
import * as parts from './parts.ts'
import * as passkeys from './passkeys.ts'
import * as plans from './plans.ts'
import * as readLinks from './read-links.ts'
import * as readiness from './readiness.ts'
import * as requirements from './requirements.ts'
import * as search from './search.ts'
import * as sign from './sign.ts'
import * as submission from './submission.ts'
import * as versions from './versions.ts'

const modules = [
  administration,
  me,
  passkeys,
  oidc,
  myData,
  merges,
  mail,
  inbox,
  calendar,
  plans,
  parts,
  members,
  handedLinks,
  comments,
  bsn,
  since,
  consultation,
  readLinks,
  outcomeLinks,
  versions,
  readiness,
  search,
  requirements,
  newerForm,
  audit,
  agreement,
  sign,
  submission,
  ending,
  checks,
  imports,
  files,
]

/** Every endpoint of the REST interface: for the OpenAPI description and the access matrix. */
export const allEndpoints: readonly Endpoint[] = [
  ...modules.flatMap((module) => Object.values(module).filter(isEndpoint)),
  listExportKinds,
  ...exportEndpoints.map(({ endpoint }) => endpoint),
]

function isEndpoint(value: unknown): value is Endpoint {
  return (
    typeof value === 'object' &&
    value !== null &&
    'method' in value &&
    'path' in value &&
    'access' in value
  )
}
