import { type HandedLinksDependencies, mountHandedLinks } from '#server/resources/handed-links.ts'
import { type InvitesDependencies, mountInvites } from '#server/resources/invites.ts'
import { type MembersDependencies, mountMembers } from '#server/resources/members.ts'
import { mountPersonLinks, type PersonLinksDependencies } from '#server/resources/person-links.ts'
import type { Module } from './module.ts'

/** Members of a plan, their invitations, and their links to people in the plan. */
export function membersModule(
  needs: MembersDependencies &
    HandedLinksDependencies &
    InvitesDependencies &
    PersonLinksDependencies,
): Module {
  return {
    routes(router) {
      mountMembers(router, needs)
      mountHandedLinks(router, needs)
      mountInvites(router, needs)
      mountPersonLinks(router, needs)
    },
  }
}
