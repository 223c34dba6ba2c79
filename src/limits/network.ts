import type { IncomingMessage } from 'node:http'
import { isIP, isIPv6, SocketAddress } from 'node:net'
import proxyAddr from '@fastify/proxy-addr'

/** An entry of X-Forwarded-For: proxies write a port behind an address (Azure), and an IPv6 one in brackets. */
const forwardedEntry = /^"?(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5}|([^"]+))"?$/

/** An address in canonical form, without port, brackets or zone; undefined for anything else. */
export function parseAddress(text: string): string | undefined {
  const [, bracketed, withPort, bare] = forwardedEntry.exec(text.trim()) ?? []
  const address = (bracketed ?? withPort ?? bare ?? '').split('%', 1)[0] ?? ''
  if (!isIPv6(address)) return isIP(address) ? address : undefined
  const canonical = new SocketAddress({ address, family: 'ipv6' }).address
  return /^::ffff:([\d.]+)$/i.exec(canonical)?.[1] ?? canonical
}

/**
 * The connection's address, or behind trusted proxies the nearest that is not theirs. Where one of them wrote no address
 * (`unknown`), the connection's own.
 */
export function callerAddress(trustProxy: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyAddr.compile([...trustProxy])
  return ({ socket, headers }) => {
    const own = parseAddress(socket.remoteAddress ?? '') ?? ''
    const forwarded = headers['x-forwarded-for']
    if (forwarded === undefined) return own
    let nearest = own
    for (const [hop, entry] of [forwarded].flat().join(',').split(',').reverse().entries()) {
      if (!isTrusted(nearest, hop)) return nearest
      const address = parseAddress(entry)
      if (address === undefined) return own
      nearest = address
    }
    return nearest
  }
}

/** What an address is limited by: itself, or the /64 that an IPv6 subscriber has at least (RFC 6177 §2). */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const canonical = parseAddress(address) ?? ''
  if (!isIPv6(canonical)) return canonical
  const [head = [], tail = []] = canonical.split('::').map((part) => part.split(':').filter(Boolean))
  const zeros = Array<string>(8 - head.length - tail.length).fill('0')
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`
}
