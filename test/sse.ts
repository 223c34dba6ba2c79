import { onTestFinished } from 'vitest'
import { until } from './app.ts'

export interface ServerEvent {
  event: string
  data: any // a test reads events of every shape
}

/** Posts as a front end would and reads the answer's events as they come (WHATWG HTML §9.2.6); it leaves when the test ends. */
export async function postForEvents(url: string, token: string, body: unknown) {
  const leaving = new AbortController()
  onTestFinished(() => leaving.abort())
  const response = await fetch(`${url}/api/v1/ai/chat`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
    },
    body: JSON.stringify(body),
    signal: leaving.signal,
  })
  const events: ServerEvent[] = []
  let text = ''
  const read = async () => {
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true })
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const fields = Object.fromEntries(
          text
            .slice(0, end)
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]),
        )
        events.push({ event: fields.event ?? 'message', data: JSON.parse(fields.data ?? 'null') })
        text = text.slice(end + 2)
      }
    }
  }
  const whole = response.ok ? read().catch(() => {}) : Promise.resolve()
  return {
    response,
    events,
    leave: () => leaving.abort(),
    got: (name: string) => until(name, () => events.find(({ event }) => event === name)),
    /** Resolves when the server has ended the answer. */
    whole,
    /** What was heard since the last reset. */
    heard: () =>
      events
        .slice(events.findLastIndex(({ event }) => event === 'reset') + 1)
        .filter(({ event }) => event === 'delta')
        .map(({ data }) => data.delta)
        .join(''),
  }
}
