import { limits } from '#shared/limits.ts'
import { type Attack, claim } from '../attack.ts'
import { AttackSocket } from '../attack-socket.ts'

/** One user who takes the connections of all others. */
export const crowdAttacks: readonly Attack[] = [
  {
    id: 'seats',
    title: 'one reader opens a plan until nobody else gets in',
    async prepare(target, scale) {
      const { mallory, noor, planId } = await target.fill(async (filling) => {
        const noor = await filling.addPerson('Noor')
        const mallory = await filling.addPerson('Mallory')
        const planId = await filling.createPlan(noor.id)
        await filling.db
          .insertInto('members')
          .values({
            plan_id: planId,
            user_id: mallory.id,
            role: 'reader',
            discipline: null,
            added_at: 0,
          })
          .execute()
        return { mallory, noor, planId }
      })
      return async () => {
        const attacker = await target.signIn(mallory.link)
        const sockets: AttackSocket[] = []
        for (let i = 0; i < 300 * scale; i++)
          sockets.push(await AttackSocket.open(target.url, planId, attacker.cookie))
        const { cookie } = await target.signIn(noor.link)
        const member = await AttackSocket.open(target.url, planId, cookie)
        await member.until(() => member.frames > 1, 5000)
        const isIn = member.isOpen && member.frames > 1
        const held = sockets.filter((socket) => socket.isOpen).length
        for (const socket of [...sockets, member]) socket.close()
        return {
          did: `${sockets.length} connections tried, ${held} held`,
          claims: [
            claim('the coordinator of the plan gets in', isIn),
            claim('one person holds far fewer than the seats of a plan', held < 100),
          ],
        }
      }
    },
  },
  {
    id: 'open-plans',
    title: 'one person holds more plans open than the server takes',
    async prepare(target, scale) {
      const { mallory, noor } = await target.fill(async (filling) => {
        const noor = await filling.addPerson('Noor')
        const mallory = await filling.addPerson('Mallory')
        const planIds: string[] = []
        // As many as one user may have: more connections need more accounts.
        const count = Math.min(limits.plansPerPerson.max - 1, 400 * scale)
        while (planIds.length < count) planIds.push(await filling.createPlan(mallory.id))
        const planId = await filling.createPlan(noor.id)
        return { mallory: { ...mallory, planIds }, noor: { ...noor, planId } }
      })
      return async () => {
        const attacker = await target.signIn(mallory.link)
        const sockets: AttackSocket[] = []
        for (const planId of mallory.planIds) {
          sockets.push(await AttackSocket.open(target.url, planId, attacker.cookie))
          if (sockets.length % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
        }
        const { cookie } = await target.signIn(noor.link)
        const member = await AttackSocket.open(target.url, noor.planId, cookie)
        await member.until(() => member.frames > 1, 5000)
        const isIn = member.isOpen && member.frames > 1
        const held = sockets.filter((socket) => socket.isOpen).length
        for (const socket of [...sockets, member]) socket.close()
        return {
          did: `${sockets.length} plans tried, ${held} held open`,
          claims: [
            claim('someone else can open a plan of theirs', isIn),
            claim('one person holds far fewer plans than can be open', held < 100),
          ],
        }
      }
    },
  },
]
