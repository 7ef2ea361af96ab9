import {
  type AdminInstallationDependencies,
  mountAdminInstallation,
} from '#server/resources/admin-installation.ts'
import { type AdminPeopleDependencies, mountAdminPeople } from '#server/resources/admin-people.ts'
import { type AdminPlansDependencies, mountAdminPlans } from '#server/resources/admin-plans.ts'
import { readUpkeep } from '#server/upkeep.ts'
import type { Module } from './module.ts'

/** The pages of an administrator of the installation. */
export function administrationModule(
  needs: AdminPeopleDependencies &
    AdminPlansDependencies &
    Omit<AdminInstallationDependencies, 'readUpkeep'> & { dataDir: string },
): Module {
  return {
    routes(router) {
      mountAdminPeople(router, needs)
      mountAdminPlans(router, needs)
      mountAdminInstallation(router, { ...needs, readUpkeep: () => readUpkeep(needs.dataDir) })
    },
  }
}
