import { type AskOptions, type Piece, piecesOf } from './ask.ts'
import { caller, failure, type Transport, type Wanted } from './call.ts'
import type { Frame, Frames, SocketStatus } from './frames.ts'
import type { Answer, InitArguments, Item, ListPath, PathOf, Schema } from './paths.ts'
import { Problem } from './problem.ts'
import { type Events, Session, type SessionStorage, type User } from './session.ts'
import { Socket } from './socket.ts'
import { counting, formOf, type UploadOptions } from './upload.ts'

export type { AskOptions, Piece } from './ask.ts'
export type { AssistantAnswer, Frame, Frames, SocketStatus } from './frames.ts'
export type {
  Answer,
  CallOptions,
  Code,
  Init,
  InitArguments,
  Item,
  KeyOptions,
  ListPath,
  Method,
  PathOf,
  ProblemCode,
  Schema,
} from './paths.ts'
export { type FieldProblem, Problem } from './problem.ts'
export type { Events, SessionStorage, User } from './session.ts'
export type { Progress, UploadOptions } from './upload.ts'

/** What a client may be told; none of it is needed in a page of the server's own origin. */
export interface Options {
  /** Where the session is kept; `localStorage` in browsers, which tabs share. `null`: in memory, for as long as the client. */
  storage?: SessionStorage | null
  /** The key in it; another for each server that one origin talks to. */
  storageKey?: string
  /** Sends the requests. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** Opens the connection for events. */
  WebSocket?: typeof globalThis.WebSocket
  /** Where `storage`, `online`, `visibilitychange` and `pageshow` are heard; the window in browsers. */
  events?: Events
  /** This device's clock, in milliseconds. */
  now?: () => number
}

/** A client of one server, for the person who is signed in. */
export interface Practice {
  /** The person who is signed in, in whichever tab; undefined if nobody is. */
  readonly user: User | undefined
  /** The state of the connection for events; `on('status')` tells of its changes. */
  readonly status: SocketStatus
  /** Makes an account for a patient and signs in. */
  register(account: RegisterBody): Promise<User>
  /**
   * Signs in. Rejects with `second_factor_required` where the account asks for a second factor: then `secondFactor` goes on with
   * the problem's `challenge`.
   */
  login(credentials: { email: string; password: string }): Promise<User>
  /** Goes on with a sign-in: the challenge it gave, and the code that the person reads. */
  secondFactor(answer: { challenge: string; code: string }): Promise<User>
  /** Signs out in all tabs. The server is told where it can be reached; never rejects. */
  logout(): Promise<void>
  /** Tells of each sign-in and sign-out, in all tabs. The returned function ends it. */
  onSession(listener: (user: User | undefined) => void): () => void
  /** GET. Paths are those of the document without `/api/v1`. */
  get<P extends PathOf<'get'>>(path: P, ...init: InitArguments<'get', P>): Promise<Answer<'get', P>>
  /** POST. */
  post<P extends PathOf<'post'>>(path: P, ...init: InitArguments<'post', P>): Promise<Answer<'post', P>>
  /** PUT. */
  put<P extends PathOf<'put'>>(path: P, ...init: InitArguments<'put', P>): Promise<Answer<'put', P>>
  /** PATCH. */
  patch<P extends PathOf<'patch'>>(path: P, ...init: InitArguments<'patch', P>): Promise<Answer<'patch', P>>
  /** DELETE. */
  delete<P extends PathOf<'delete'>>(path: P, ...init: InitArguments<'delete', P>): Promise<Answer<'delete', P>>
  /** The items of a list, from page to page. */
  each<P extends ListPath>(path: P, ...init: InitArguments<'get', P>): AsyncGenerator<Item<P>, void, undefined>
  /** The person's picture. */
  upload(kind: 'avatar', file: Blob, options?: UploadOptions): Promise<Answer<'post', '/upload/avatar'>>
  /** A file, perhaps of an appointment. */
  upload(kind: 'attachment', file: Blob, options?: UploadOptions): Promise<Answer<'post', '/upload/attachment'>>
  /** Up to ten files; each is stored or refused by itself. */
  upload(kind: 'bulk', files: readonly Blob[], options?: UploadOptions): Promise<Answer<'post', '/upload/bulk'>>
  /** Listens to one type of frame, connecting with the first listener. The returned function ends it. */
  on<Type extends keyof Frames>(type: Type, listener: (data: Frames[Type], frame: Frame<Type>) => void): () => void
  /** Asks the assistant; the answer comes as it is written. Leaving the loop stops it. */
  ask(message: string, options?: AskOptions): AsyncGenerator<Piece, void, undefined>
  /** Ends the connection and forgets all listeners. The session stays. */
  close(): void
}

/** What `register` takes. */
export type RegisterBody = NonNullable<InitArguments<'post', '/auth/register'>[0]>['body']

type SignedIn = Schema<'SignedIn'>

/** How long a renewal may take, and the server's answer to a sign-out. */
const renewalMs = 30_000
const goodbyeMs = 5_000

const inBrowser = typeof document !== 'undefined'

/** Storage may be forbidden to a page. */
function ownStorage(): SessionStorage | null {
  try {
    return inBrowser ? localStorage : null
  } catch {
    return null
  }
}

type Parts = ReturnType<typeof partsOf>

function partsOf(baseUrl: string | undefined, options: Options) {
  const base = (baseUrl ?? location.origin).replace(/\/+$/, '')
  const { storage = ownStorage(), storageKey: key = 'blurosiere', now = Date.now } = options
  const { events = inBrowser ? window : undefined, WebSocket = globalThis.WebSocket } = options
  const fetch: Transport = options.fetch ?? ((url, init) => globalThis.fetch(url, init))
  const call = caller(base, fetch, () => session)
  /** A call that gives tokens. */
  const sign = async (path: string, body: unknown, signal?: AbortSignal) => {
    const answer = await call('post', path, { body, anonymous: true, ...(signal && { signal }) })
    // A network's own sign-in page, or a front end at a wrong address, answers everything.
    if ((answer as Partial<SignedIn> | undefined)?.accessToken) return answer as SignedIn
    throw new Problem('Another server has answered', { code: 'http' })
  }
  const exchange = (refreshToken: string) => {
    const signal = AbortSignal.timeout(renewalMs)
    return sign('/auth/refresh', { refreshToken }, signal).catch((error: unknown) => {
      // Its own limit is no abort of the caller's.
      throw signal.aborted ? failure(error) : error
    })
  }
  const session = new Session({ storage, key, now, events, exchange })
  return { call, fetch, now, session, sign, socket: new Socket({ base, call, session, now, WebSocket, events }) }
}

const signing = ({ call, now, session, sign }: Parts) => {
  const enter = async (path: string, body: unknown) => {
    const askedAt = now()
    return session.open(await sign(path, body), askedAt)
  }
  return {
    register: (account) => enter('/auth/register', account),
    login: ({ email, password }) => enter('/auth/login', { email, password }),
    secondFactor: ({ challenge, code }) => enter('/auth/second-factor', { challenge, code }),
    async logout() {
      const id = session.read()?.id
      if (id === undefined) return
      try {
        await call('post', '/auth/logout', { signal: AbortSignal.timeout(goodbyeMs) })
      } catch {
        // It is over for this device all the same, which holds its only tokens.
      }
      session.end(id)
    },
    onSession: (listener) => session.listen(listener),
  } satisfies Partial<Practice>
}

/** A client of the server at this address; the page's own origin where none is given. */
export function blurosiere(baseUrl?: string, options: Options = {}): Practice {
  const parts = partsOf(baseUrl, options)
  const { call, fetch, session, socket } = parts

  const ask = async (method: string, path: string, wanted: Wanted = {}) => {
    const owner = wanted.owner ?? session.read()?.id
    const answer = await call(method, path, { ...wanted, owner })
    if (path === '/me') {
      if (method === 'delete') session.end(owner)
      else session.update(answer as User)
    }
    return answer as never
  }
  const method =
    (name: string) =>
    (path: string, ...[init]: unknown[]): Promise<never> =>
      ask(name, path, init as Wanted)
  const get = method('get')

  return {
    ...signing(parts),
    get user() {
      return session.read()?.user
    },
    get status() {
      return socket.status
    },
    get,
    post: method('post'),
    put: method('put'),
    patch: method('patch'),
    delete: method('delete'),
    async *each(path: string, ...[given]: unknown[]): AsyncGenerator<never, void, undefined> {
      const init = given as Wanted | undefined // what the interface has checked
      // All pages are one person's, whoever signs in meanwhile.
      const owner = session.read()?.id
      let cursor: string | null | undefined
      do {
        const query = { ...init?.query, ...(cursor && { cursor }) }
        const page: { items: never[]; nextCursor: string | null } = await ask('get', path, { ...init, query, owner })
        yield* page.items
        cursor = page.nextCursor
      } while (cursor)
    },
    upload: (kind: string, files: Blob | readonly Blob[], { appointmentId, onProgress, signal }: UploadOptions = {}) =>
      ask('post', `/upload/${kind}`, {
        form: formOf(files, kind === 'bulk' ? 'files' : 'file', appointmentId),
        ...(onProgress && { transport: counting(fetch, onProgress) }),
        ...(signal && { signal }),
      }),
    on: (type, listener) => socket.on(type, listener as never),
    async *ask(message, { signal, context, conversationId } = {}) {
      const headers = { accept: 'text/event-stream' }
      const body = { message, context, conversationId }
      const response = await call('post', '/ai/chat', { body, headers, streams: true, ...(signal && { signal }) })
      yield* piecesOf(response as Response, signal)
    },
    close() {
      socket.close()
      session.close()
    },
  }
}
