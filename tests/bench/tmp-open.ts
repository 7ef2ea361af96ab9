import { readFileSync } from 'node:fs'
import { ApiClient } from '../support/api-client.ts'
import { ServerProcess } from '../support/server-process.ts'
import { signedInContext, startChromium } from './chromium.ts'

const rate = Number(process.env['RATE'] ?? 4)
const server = await ServerProcess.start()
const browser = await startChromium()
const coordinator = await new ApiClient(server.url).signIn(await server.firstLink())
await coordinator.json('PATCH', '/api/me', { name: 'Meting' })
const plan = process.env['PLAN'] ?? 'kraaienveen'
const planId = await coordinator.createPlan(JSON.parse(readFileSync(`tests/fixtures/plans/${plan}.json`, 'utf8')).body)
for (let i = 0; i < 4; i++) {
  const context = await signedInContext(browser, coordinator, server.url)
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate })
  await page.addInitScript(() => {
    const w = window as any
    w.__t = {}
    w.__long = []
    new PerformanceObserver((l) => l.getEntries().forEach((e) => w.__long.push([Math.round(e.startTime), Math.round(e.duration)]))).observe({ type: 'longtask', buffered: true })
    const look = () => {
      const n = document.querySelectorAll('.ProseMirror').length
      if (document.querySelector('.section') && !w.__t.section) w.__t.section = Math.round(performance.now())
      if (document.querySelector('main') && !w.__t.main) w.__t.main = Math.round(performance.now())
      if (n > 0 && !w.__t.first) w.__t.first = Math.round(performance.now())
      if (n !== w.__n) { w.__n = n; w.__t.last = Math.round(performance.now()) }
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  await page.goto(`${server.url}/plan/${planId}`)
  await page.locator('.save__text').filter({ hasText: 'Opgeslagen' }).waitFor({ timeout: 120000 })
  await page.waitForTimeout(3000)
  const out = await page.evaluate(() => ({ ...(window as any).__t, n: (window as any).__n, fcp: Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0), long: (window as any).__long }))
  console.log(JSON.stringify(out))
  await context.close()
}
await browser.close()
await server.stop()
