import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ProxyOptions } from './proxy-process.ts'

// A proxy like those of hospitals and municipalities, in a process of its own: `ProxyProcess` starts it.

const { port, targetPort, refusesUpgrades, buffers, cutsIdleMs, latencyMs } = JSON.parse(
  process.argv.at(-1) ?? '{}',
) as ProxyOptions & { port: number; targetPort: number }

let seed = 42
/** A delay in the requested range; the same in each run. */
function delay(): number {
  if (latencyMs === undefined) return 0
  seed = (seed * 1103515245 + 12345) % 2 ** 31
  return latencyMs[0] + (seed / 2 ** 31) * (latencyMs[1] - latencyMs[0])
}

/** Runs tasks in order, each after a delay of its own. */
function slowly(): (task: () => void) => void {
  let last = Promise.resolve()
  return (task) => {
    const due = Date.now() + delay()
    last = last
      .then(() => new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now()))))
      .then(task)
  }
}

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = []
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
  incoming.on('end', () => slowly()(() => forward(incoming, Buffer.concat(chunks), outgoing)))
  incoming.on('error', () => {})
})

function forward(incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): void {
  const { 'transfer-encoding': _, ...headers } = incoming.headers
  const upstream = request({
    host: '127.0.0.1',
    port: targetPort,
    method: incoming.method,
    path: incoming.url,
    headers: { ...headers, 'content-length': body.length },
  })
  upstream.on('error', () =>
    outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end('Bad Gateway'),
  )
  outgoing.on('close', () => upstream.destroy())
  upstream.on('response', (answer) => {
    const inTurn = slowly()
    const chunks: Buffer[] = []
    answer.on('error', () => outgoing.destroy())
    if (buffers !== true)
      inTurn(() => outgoing.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders())
    answer.on('data', (chunk: Buffer) =>
      buffers === true ? chunks.push(chunk) : inTurn(() => outgoing.write(chunk)),
    )
    answer.on('end', () =>
      inTurn(() => {
        if (buffers !== true) {
          outgoing.end()
          return
        }
        const { 'transfer-encoding': __, ...rest } = answer.headers
        const whole = Buffer.concat(chunks)
        outgoing
          .writeHead(
            answer.statusCode ?? 502,
            answer.statusCode === 204 ? rest : { ...rest, 'content-length': whole.length },
          )
          .end(whole)
      }),
    )
  })
  upstream.end(body)
}

server.on('upgrade', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
  client.on('error', () => {})
  if (refusesUpgrades !== undefined) {
    client.end(
      `HTTP/1.1 ${refusesUpgrades} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
    )
    return
  }
  const upstream = connect(targetPort, '127.0.0.1', () => {
    const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`]
    for (let i = 0; i < incoming.rawHeaders.length; i += 2)
      lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`)
    upstream.write(`${lines.join('\r\n')}\r\n\r\n`)
    upstream.write(head)
    pass(client, upstream)
    pass(upstream, client)
  })
  upstream.on('error', () => client.destroy())
  cutWhenIdle(upstream)
})

function pass(from: Duplex, to: Duplex): void {
  const inTurn = slowly()
  from.on('data', (chunk: Buffer) => inTurn(() => to.write(chunk)))
  from.on('close', () => inTurn(() => to.destroy()))
}

/** Destroys both sides without a reason. */
function cutWhenIdle(socket: Socket): void {
  if (cutsIdleMs === undefined) return
  socket.setTimeout(cutsIdleMs, () => socket.destroy())
}

server.on('connection', cutWhenIdle)
server.listen(port, '127.0.0.1', () => process.stdout.write('listening\n'))
