import type { Transport } from './call.ts'
import { guard } from './session.ts'

/** How far an upload is. */
export interface Progress {
  /** Bytes that have left. */
  sent: number
  /** Bytes in all. */
  total: number
}

/** What an upload takes beside its files. */
export interface UploadOptions {
  /** The appointment that an attachment belongs to. */
  appointmentId?: number
  /** Told as the bytes leave. */
  onProgress?: (progress: Progress) => void
  /** Ends the upload; nothing of it stays on the server. */
  signal?: AbortSignal
}

/** Browsers tell of an upload's progress by XMLHttpRequest alone. */
const byRequest =
  (onProgress: (progress: Progress) => void): Transport =>
  (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open(method as string, url)
      for (const [name, value] of Object.entries(headers as Record<string, string>))
        request.setRequestHeader(name, value)
      request.upload.onprogress = ({ loaded, total }) => onProgress({ sent: loaded, total })
      const abort = () => request.abort()
      request.onload = () =>
        resolve(
          new Response(request.responseText, {
            status: request.status,
            statusText: request.statusText,
            headers: ['content-type', 'retry-after'].flatMap((name): [string, string][] => {
              const value = request.getResponseHeader(name)
              return value === null ? [] : [[name, value]]
            }),
          }),
        )
      // The caller makes of it what it makes of fetch's.
      request.onerror = request.onabort = () => reject(new TypeError('upload'))
      request.onloadend = () => signal?.removeEventListener('abort', abort)
      signal?.addEventListener('abort', abort)
      if (signal?.aborted) reject(signal.reason as Error)
      else request.send(body as FormData)
    })

/** Elsewhere the form is counted as it is read. */
const byStream =
  (fetch: Transport, onProgress: (progress: Progress) => void): Transport =>
  (url, init) => {
    const form = init.body as FormData
    const files = [...form.values()].filter((value) => typeof value !== 'string')
    const total = files.reduce((sum, { size }) => sum + size, 0)
    const whole = new Response(form)
    let sent = 0
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        // The form's own lines count as well, and are not in the total.
        sent = Math.min(total, sent + chunk.length)
        onProgress({ sent, total })
        controller.enqueue(chunk)
      },
    })
    return fetch(url, {
      ...init,
      headers: {
        ...(init.headers as Record<string, string>),
        'content-type': whole.headers.get('content-type') as string,
      },
      body: whole.body?.pipeThrough(counted) ?? null,
      duplex: 'half',
    } as RequestInit)
  }

/** What sends a form and tells how far it is. */
export function counting(fetch: Transport, listener: (progress: Progress) => void): Transport {
  const onProgress = (progress: Progress) => guard(() => listener(progress))
  return typeof XMLHttpRequest === 'undefined' ? byStream(fetch, onProgress) : byRequest(onProgress)
}

/** The form of an upload; the field before the files, so that a server can refuse early. */
export function formOf(files: Blob | readonly Blob[], field: string, appointmentId?: number): FormData {
  const form = new FormData()
  if (appointmentId !== undefined) form.append('appointmentId', String(appointmentId))
  for (const file of files instanceof Blob ? [files] : files) form.append(field, file)
  return form
}
