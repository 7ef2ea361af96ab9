import { cpus } from 'node:os'
import { bundleSizes } from './bundle.ts'
import { measureMeeting } from './meeting.ts'
import { measureMount } from './mount.ts'
import { ms } from './statistics.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

say(`Wijktafel benchmark, ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`)

const meeting = await measureMeeting({ clients: 20, typing: 5, keysPerSecond: 10, seconds: 10 })
say('\nOne meeting: 20 clients, 5 typing 10 keys a second, 10 s (clients in this process, server in its own)')
say(`  fsync of 4 kB here  median ${ms(meeting.fsync.median)}  p99 ${ms(meeting.fsync.p99)}`)
say(`  durable ack         median ${ms(meeting.ack.median)}  p95 ${ms(meeting.ack.p95)}  p99 ${ms(meeting.ack.p99)}  (${(meeting.ack.median / meeting.fsync.median).toFixed(1)} x fsync)`)
say(`  fan-out             median ${ms(meeting.fanOut.median)}  p95 ${ms(meeting.fanOut.p95)}  p99 ${ms(meeting.fanOut.p99)}`)
say(`  acks per second ${meeting.acksPerSecond.toFixed(0)}, updates delivered per second ${meeting.deliveredPerSecond.toFixed(0)}`)

const pressed = await measureMeeting({ clients: 20, typing: 5, keysPerSecond: 200, seconds: 5 })
say('\nThe same at 200 keys a second each (1,000 a second in one plan)')
say(`  durable ack         median ${ms(pressed.ack.median)}  p99 ${ms(pressed.ack.p99)}`)
say(`  acks per second ${pressed.acksPerSecond.toFixed(0)}, updates delivered per second ${pressed.deliveredPerSecond.toFixed(0)}`)

say('\nClient bundle, gzipped')
for (const size of bundleSizes()) say(`  ${size.route.padEnd(40)} scripts ${kB(size.scriptBytes).padStart(9)}  styles ${kB(size.styleBytes).padStart(8)}`)

const mount = await measureMount()
say(`\nOpening a plan of ${mount.editors} rich texts, cold page: median ${ms(mount.mounted.median)}, slowest ${ms(mount.mounted.max)} from navigation until all can be typed in`)
process.exit(0)
