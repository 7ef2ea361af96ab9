import { type HandedLinksDependencies, mountHandedLinks } from '#server/resources/handed-links.ts'
import { type InvitesDependencies, mountInvites } from '#server/resources/invites.ts'
import { type MembersDependencies, mountMembers } from '#server/resources/members.ts'
import { mountPersonLinks, type PersonLinksDependencies } from '#server/resources/person-links.ts'
import type { Module } from './module.ts'

/** Who is in a plan, how they come in, and which person of it they are. */
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
