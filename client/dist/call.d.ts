import type { Session } from './session.js';
/** Sends a request: `fetch`, or what can tell of an upload's progress. */
export type Transport = (url: string, init: RequestInit) => Promise<Response>;
/** A request before it has an address and a token. */
export interface Wanted {
    readonly path?: Readonly<Record<string, unknown>>;
    readonly query?: Readonly<Record<string, unknown>>;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
    readonly idempotencyKey?: string;
    /** Instead of a JSON body. */
    readonly form?: FormData;
    readonly transport?: Transport;
    /** Without the session's token: it is signing in or renewing it. */
    readonly anonymous?: boolean;
    /** The session that it is for; the one that stands when it begins, unless said. */
    readonly owner?: string | undefined;
    /** Gives the response itself once it has begun, rather than its body. */
    readonly streams?: boolean;
}
export type Call = (method: string, path: string, wanted?: Wanted) => Promise<unknown>;
/** What a failure of `fetch` means: an abort stays what it is. */
export declare const failure: (error: unknown, signal?: AbortSignal) => unknown;
/** Sends requests for the session: renews its token, repeats what may be repeated, throws Problems. */
export declare function caller(base: string, fetch: Transport, session: () => Session): Call;
