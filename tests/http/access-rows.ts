import { smallPlan } from './installation.ts'

/** `handed`: a coordinator of the plan in a session that another coordinator handed over. */
export const visitors = [
  'anonymous',
  'outsider',
  'reader',
  'commenter',
  'editor',
  // Before the coordinator, because the coordinator's request removes a plan.
  'handed',
  'coordinator',
] as const
export type Visitor = (typeof visitors)[number]

/** Any outcome after admission counts as `in`: the matrix tests admission only. */
type Outcome = 'in' | 401 | 403
type Row = Record<Visitor, Outcome>

const anyone: Row = {
  anonymous: 'in',
  outsider: 'in',
  reader: 'in',
  commenter: 'in',
  editor: 'in',
  coordinator: 'in',
  handed: 'in',
}
const signedIn: Row = { ...anyone, anonymous: 401 }
const members: Row = { ...signedIn, outsider: 403 }
const commenters: Row = { ...members, reader: 403 }
const editors: Row = { ...members, reader: 403, commenter: 403 }
const coordinators: Row = { ...members, reader: 403, commenter: 403, editor: 403 }
/** Actions with an effect beyond a handed session are refused in it. */
const own = (row: Row): Row => ({ ...row, handed: 403 })
const admins: Row = nobody()

function nobody(): Row {
  const refused = Object.fromEntries(visitors.map((visitor) => [visitor, 403])) as Row
  return { ...refused, anonymous: 401 }
}

/** Written by hand: a table derived from the contract would repeat its mistakes. */
export const matrix: Record<string, Row> = {
  'GET /api/me': signedIn,
  'PATCH /api/me': own(signedIn),
  'GET /api/me/notices': signedIn,
  // The user's own sessions, and not from the handed session itself (handed-links.test.ts).
  'POST /api/me/notices/:noticeId/read': signedIn,
  'POST /api/plans/:planId/members/:userId/sign-in-link': own(coordinators),
  // Admitted as an administrator: handed-sessions.test.ts.
  'POST /api/admin/sign-in-links': admins,
  // The same: administration.test.ts.
  'GET /api/admin/people': admins,
  'GET /api/admin/people/:userId': admins,
  'POST /api/admin/people/:userId/end-sessions': admins,
  'POST /api/admin/people/:userId/forget': admins,
  'POST /api/admin/people/:userId/merge': admins,
  'DELETE /api/admin/merges/:mergeId': admins,
  'GET /api/admin/plans': admins,
  'POST /api/admin/plans/:planId/coordinator': admins,
  'GET /api/admin/installation': admins,
  // Whose session may confirm, the handler judges (merging.test.ts): no proposal exists here.
  'GET /api/me/merges': signedIn,
  'POST /api/me/merges/:mergeId/confirm': signedIn,
  'POST /api/me/merges/:mergeId/decline': signedIn,
  'GET /api/me/sessions': own(signedIn),
  'DELETE /api/me/sessions/:sessionId': own(signedIn),
  'POST /api/me/export': own(signedIn),
  // A sign-in method outlasts a handed session (passkeys.test.ts).
  'GET /api/me/passkeys': own(signedIn),
  'POST /api/me/passkeys/options': own(signedIn),
  'POST /api/me/passkeys': own(signedIn),
  'PATCH /api/me/passkeys/:passkeyId': own(signedIn),
  'DELETE /api/me/passkeys/:passkeyId': own(signedIn),
  'POST /api/sign-in/passkey/options': anyone,
  'POST /api/sign-in/passkey': anyone,
  // The same; where no organisation is set they are let in and told so (oidc.test.ts).
  'GET /api/oidc': anyone,
  'POST /api/oidc/sign-in': anyone,
  'POST /api/oidc/answer': anyone,
  'GET /api/me/organisation-accounts': own(signedIn),
  'POST /api/me/organisation-accounts': own(signedIn),
  'DELETE /api/me/organisation-accounts/:accountId': own(signedIn),
  'GET /api/me/mail': signedIn,
  'PATCH /api/me/mail': own(signedIn),
  'GET /api/me/calendar': own(signedIn),
  'POST /api/me/calendar': own(signedIn),
  'DELETE /api/me/calendar': own(signedIn),
  // The secret in the address decides (inbox.test.ts).
  'GET /calendar/:file': anyone,
  'GET /api/me/inbox': signedIn,
  'POST /api/me/inbox/seen': signedIn,
  'PATCH /api/me/inbox': own(signedIn),
  // Only the token decides (mail-rhythm.test.ts).
  'POST /api/unsubscribe/:token': anyone,
  'GET /api/sign-in/:token': anyone,
  'POST /api/sign-in': anyone,
  'POST /api/sign-in-link': anyone,
  'POST /api/sign-out': anyone,
  'GET /api/export-kinds': signedIn,
  'GET /api/formats': signedIn,
  'GET /api/formats/:formatId': signedIn,
  'GET /api/plans': signedIn,
  'GET /api/search': signedIn,
  'POST /api/plans': own(signedIn),
  'POST /api/imports': signedIn,
  'POST /api/plans/:planId/import': editors,
  'GET /api/plans/:planId': members,
  'PATCH /api/plans/:planId': coordinators,
  'DELETE /api/plans/:planId': own(coordinators),
  'GET /api/plans/:planId/content': members,
  'GET /api/plans/:planId/problems': members,
  'GET /api/plans/:planId/parts': members,
  'GET /api/plans/:planId/agreement': members,
  'POST /api/plans/:planId/presentations': coordinators,
  // The handler judges the mandate (mandates.test.ts): no version is presented here, and all users get that refusal.
  'POST /api/versions/:versionId/approvals': members,
  'POST /api/versions/:versionId/withdrawals': members,
  'POST /api/plans/:planId/mandates': own(members),
  'POST /api/plans/:planId/reminders': coordinators,
  'GET /api/plans/:planId/ending': members,
  'POST /api/plans/:planId/ending': coordinators,
  'GET /api/plans/:planId/submission': members,
  'POST /api/plans/:planId/submission': coordinators,
  'GET /api/plans/:planId/submission/files/:fileId': members,
  'GET /api/sign/:token': anyone,
  'POST /api/sign/:token': anyone,
  'GET /api/checks/:mark': anyone,
  'GET /api/plans/:planId/requirements': members,
  'PATCH /api/plans/:planId/requirements/:requirementId': coordinators,
  'GET /api/plans/:planId/newer-form': coordinators,
  'POST /api/plans/:planId/newer-form': coordinators,
  'POST /api/plans/:planId/adoption': coordinators,
  'GET /api/plans/:planId/overrules': members,
  'POST /api/plans/:planId/overrules': coordinators,
  'DELETE /api/plans/:planId/overrules/:overruleId': coordinators,
  // Administrators of the installation are admitted as well (audit.test.ts).
  'POST /api/plans/:planId/files': editors,
  'GET /api/files/:fileId': members,
  'GET /api/plans/:planId/attachments': members,
  'POST /api/plans/:planId/attachments': editors,
  'DELETE /api/plans/:planId/attachments/:fileId': editors,
  'GET /api/plans/:planId/audit': coordinators,
  'GET /api/plans/:planId/audit/chain': coordinators,
  'GET /api/plans/:planId/audit.csv': coordinators,
  'GET /api/plans/:planId/audit.json': coordinators,
  'GET /api/plans/:planId/export.docx': members,
  'GET /api/plans/:planId/export.pdf': members,
  'GET /api/plans/:planId/export.odt': members,
  'GET /api/plans/:planId/export.html': members,
  'GET /api/plans/:planId/export.md': members,
  'GET /api/plans/:planId/export.json': members,
  'GET /api/plans/:planId/export.zip': members,
  'GET /api/plans/:planId/export.ods': members,
  'GET /api/plans/:planId/export.xlsx': members,
  'GET /api/plans/:planId/export.csv': members,
  // A reader sees comments only where the coordinator allows it (thread-rights.test.ts).
  'GET /api/plans/:planId/threads': commenters,
  'POST /api/plans/:planId/threads': commenters,
  'GET /api/threads/:threadId': commenters,
  'PATCH /api/threads/:threadId': commenters,
  'POST /api/threads/:threadId/comments': commenters,
  // The handler refuses the comments of others.
  'PATCH /api/threads/:threadId/comments/:commentId': commenters,
  'DELETE /api/threads/:threadId/comments/:commentId': commenters,
  'POST /api/threads/:threadId/comments/:commentId/likes': commenters,
  'POST /api/plans/:planId/seen': members,
  'GET /api/plans/:planId/comments.csv': commenters,
  'POST /api/plans/:planId/bsn-answers': { ...commenters, commenter: 403 },
  'GET /api/plans/:planId/since': members,
  'POST /api/plans/:planId/visits': members,
  'GET /api/plans/:planId/consultation': members,
  'POST /api/plans/:planId/consultation': coordinators,
  'PATCH /api/plans/:planId/consultation': coordinators,
  'DELETE /api/plans/:planId/consultation': coordinators,
  'POST /api/plans/:planId/consultation/answer': commenters,
  // For oneself; only a coordinator names a replacement for others (consultation.test.ts).
  'POST /api/plans/:planId/consultation/replacement': commenters,
  'GET /api/plans/:planId/read-links': editors,
  'POST /api/plans/:planId/read-links': own(editors),
  'DELETE /api/plans/:planId/read-links/:linkId': editors,
  'GET /api/read/:token': anyone,
  'GET /api/read/:token/files/:fileId': anyone,
  'GET /api/plans/:planId/outcome-links': coordinators,
  'POST /api/plans/:planId/outcome-links': own(coordinators),
  'DELETE /api/plans/:planId/outcome-links/:linkId': coordinators,
  'GET /api/outcomes/:token': anyone,
  'GET /api/outcomes/:token/files/:fileId': anyone,
  'GET /api/plans/:planId/versions': members,
  'POST /api/plans/:planId/versions': editors,
  'GET /api/plans/:planId/compare': members,
  'GET /api/plans/:planId/history': members,
  'GET /api/plans/:planId/days/:day/content': members,
  'GET /api/versions/:versionId': members,
  'GET /api/versions/:versionId/content': members,
  'GET /api/plans/:planId/members': members,
  'PATCH /api/plans/:planId/members/:userId': own(coordinators),
  'DELETE /api/plans/:planId/members/:userId': own(coordinators),
  'POST /api/plans/:planId/leave': own(members),
  'GET /api/plans/:planId/invites': coordinators,
  'GET /api/plans/:planId/people': members,
  // The handler judges whose link may change (person-links.test.ts): nobody is a member here, and all users get that refusal.
  'PATCH /api/plans/:planId/members/:userId/person': own(members),
  'POST /api/plans/:planId/invites': own(coordinators),
  'DELETE /api/plans/:planId/invites/:inviteId': coordinators,
  'GET /api/invites/:token': anyone,
  'POST /api/invites/:token/accept': anyone,
}

/** Bodies that pass the shape check but change nothing that the next request needs. */
export const bodies: Record<string, unknown> = {
  'PATCH /api/me': { name: 'Iemand Anders' },
  'POST /api/admin/sign-in-links': { email: 'niemand@voorbeeld.nl' },
  'POST /api/admin/people/:userId/merge': { email: 'niemand@voorbeeld.nl' },
  'PATCH /api/me/mail': { rhythm: 'direct' },
  'PATCH /api/me/inbox': { muted: [] },
  'POST /api/sign-in': { token: 'bestaat-niet' },
  'POST /api/oidc/sign-in': {},
  'POST /api/oidc/answer': { oidcAnswer: '?code=verzonnen' },
  'POST /api/sign-in-link': { email: 'niemand@voorbeeld.nl' },
  'POST /api/plans': smallPlan,
  'PATCH /api/plans/:planId': { status: 'concept' },
  'PATCH /api/plans/:planId/members/:userId': {},
  'PATCH /api/plans/:planId/members/:userId/person': { rowId: 'm1' },
  'POST /api/versions/:versionId/approvals': { discipline: 'huisartsenzorg', verdict: 'agreed' },
  'POST /api/versions/:versionId/withdrawals': { discipline: 'huisartsenzorg' },
  'POST /api/plans/:planId/mandates': { seat: 'bestaat-niet', userId: 'x', kind: 'deputy' },
  // A plan can't be its own successor: admitted, and refused by the handler.
  'POST /api/plans/:planId/ending': { kind: 'superseded', successorId: 'bestaat-niet' },
  'POST /api/plans/:planId/submission': { recipient: 'De regio' },
  'POST /api/sign/:token': { verdict: 'agreed' },
  'PATCH /api/plans/:planId/requirements/:requirementId': { isRequired: true },
  'POST /api/plans/:planId/newer-form': { version: 1 },
  'POST /api/plans/:planId/adoption': { versionId: 'bestaat-niet', reason: 'Reden' },
  'POST /api/plans/:planId/overrules': { key: 'bestaat-niet', reason: 'Reden' },
  'POST /api/plans/:planId/threads': { target: { kind: 'plan' }, body: 'Reactie' },
  'PATCH /api/threads/:threadId': {},
  'POST /api/threads/:threadId/comments': { body: 'Reactie' },
  'PATCH /api/threads/:threadId/comments/:commentId': { body: 'Reactie' },
  'POST /api/threads/:threadId/comments/:commentId/likes': { liked: true },
  'POST /api/plans/:planId/seen': { all: true },
  'POST /api/plans/:planId/visits': {},
  'POST /api/plans/:planId/bsn-answers': { target: { kind: 'plan' }, notBsn: 'Een zaaknummer' },
  'POST /api/plans/:planId/consultation': { deadline: '2000-01-01T12:00:00Z' },
  'PATCH /api/plans/:planId/consultation': {},
  'POST /api/plans/:planId/consultation/answer': { noRemarks: true },
  'POST /api/plans/:planId/consultation/replacement': { replacementId: null },
  'POST /api/plans/:planId/read-links': { label: 'Praktijk' },
  'POST /api/plans/:planId/outcome-links': { label: 'Huisartsen' },
  'POST /api/plans/:planId/versions': { name: 'Overleg 13 januari' },
  'POST /api/plans/:planId/invites': { role: 'reader' },
  'POST /api/invites/:token/accept': {},
}
