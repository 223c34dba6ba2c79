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
  const mapped = /^(?:::|(?:0{1,4}:){5})ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return mapped
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail ?? '')]
  return `${all
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
