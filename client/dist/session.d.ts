import type { Schema } from './paths.js';
/** What the client keeps its session in: a `Storage`, or anything with these three of its methods. */
export interface SessionStorage {
    /** Gives what was kept under this key. */
    getItem(key: string): string | null;
    /** Keeps a text under this key. */
    setItem(key: string, value: string): void;
    /** Forgets what was kept under this key. */
    removeItem(key: string): void;
}
/** The person who is signed in, as of the sign-in or the last reading of `/me`. */
export type User = Schema<'User'>;
type Tokens = Schema<'Tokens'>;
/** A session as all tabs see it: nothing of it is kept in a tab's memory beside. */
interface Stored {
    /** Made at the sign-in; tells one session from the next. */
    readonly id: string;
    readonly user: User;
    readonly accessToken: string;
    readonly refreshToken: string;
    /** By this device's clock. */
    readonly expiresAt: number;
    /** How often it was refreshed: a late answer must not replace a later one. */
    readonly generation: number;
}
/** Not `randomUUID`, which plain-HTTP pages lack. */
export declare const unique: () => string;
/** A window, or what stands for one. */
export type Events = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
interface SessionParts {
    readonly storage: SessionStorage | null;
    readonly key: string;
    readonly now: () => number;
    readonly events: Events | undefined;
    readonly exchange: (refreshToken: string) => Promise<Tokens>;
}
/**
 * The session in the storage that tabs share. A refresh token used long after its first use ends the session everywhere, so the
 * storage is read before each use, and an answer is stored only where nothing newer, and nobody else, stands there.
 */
export declare class Session {
    #private;
    constructor(parts: SessionParts);
    /** What stands in the storage now; tells the listeners where another tab has signed in or out. */
    readonly read: () => Stored | undefined;
    /** Tells of each sign-in and sign-out, in whichever tab. The returned function ends it. */
    listen(listener: (user: User | undefined) => void): () => void;
    /** Forgets all listeners. */
    close(): void;
    /** After a sign-in. */
    open({ user, ...tokens }: Schema<'SignedIn'>, askedAt: number): User;
    /** Signs out here and in all tabs; not a session that has come since. */
    end(id: string | undefined): void;
    /** Takes what the server has just said of the person. */
    update(user: User): void;
    /**
     * An access token of this session that should be good, renewed where it is about to expire or was refused. Rejects once the
     * session is over: what one person began is not sent as another.
     */
    bearer(id: string, refused?: string): Promise<string>;
}
/** What a listener throws is reported as the platform does, and stops nothing of ours. */
export declare function guard(run: () => void): void;
export {};
