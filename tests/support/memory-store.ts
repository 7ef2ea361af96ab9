import * as Y from 'yjs'
import type { LocalStore } from '#client/sync/device/local-copy.ts'
import type { OfflineManifest } from '#client/sync/device/offline-manifest.ts'
import type { Rescue } from '#client/sync/device/rescues.ts'

/** For tests: keeps copies in memory, as IndexedDB does over a reload. */
export function memoryStore(): LocalStore & {
  docs: Map<string, { doc: Y.Doc; complete: boolean; unsent: boolean }>
  rescues: Map<string, Rescue>
} {
  const docs = new Map<string, { doc: Y.Doc; complete: boolean; unsent: boolean }>()
  const manifests = new Map<string, OfflineManifest>()
  const rescues = new Map<string, Rescue>()
  return {
    docs,
    manifest: (userId, planId) => manifests.get(`${userId}/${planId}`) ?? null,
    rescues,
    forget: (userId, planId) => void manifests.delete(`${userId}/${planId}`),
    addRescue: (rescue) => void rescues.set(`${rescue.planId}/${rescue.epoch}`, rescue),
    clearRescue: ({ planId, epoch }) => void rescues.delete(`${planId}/${epoch}`),
    setManifest: (userId, planId, manifest) =>
      void (manifest === null
        ? manifests.delete(`${userId}/${planId}`)
        : manifests.set(`${userId}/${planId}`, manifest)),
    open: ({ userId, planId, epoch }, doc) => {
      const name = `${userId}/${planId}/${epoch}`
      const kept = docs.get(name) ?? { doc: new Y.Doc(), complete: false, unsent: false }
      docs.set(name, kept)
      const origin = { name }
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(kept.doc), origin)
      Y.applyUpdate(kept.doc, Y.encodeStateAsUpdate(doc))
      const keep = (update: Uint8Array) => Y.applyUpdate(kept.doc, update)
      doc.on('update', keep)
      return {
        origin,
        whenLoaded: Promise.resolve({ isComplete: kept.complete, hasUnsent: kept.unsent }),
        onFailed: () => {},
        markComplete: () => Object.assign(kept, { complete: true }),
        markUnsent: (hasUnsent) => Object.assign(kept, { unsent: hasUnsent }),
        close: () => doc.off('update', keep),
      }
    },
  }
}
