import { type AskOptions, type Piece } from './ask.js';
import type { Frame, Frames, SocketStatus } from './frames.js';
import type { Answer, InitArguments, Item, ListPath, PathOf } from './paths.js';
import { type Events, type SessionStorage, type User } from './session.js';
import { type UploadOptions } from './upload.js';
export type { AskOptions, Piece } from './ask.js';
export type { AssistantAnswer, Frame, Frames, SocketStatus } from './frames.js';
export type { Answer, CallOptions, Code, Init, InitArguments, Item, KeyOptions, ListPath, Method, PathOf, ProblemCode, Schema, } from './paths.js';
export { type FieldProblem, Problem } from './problem.js';
export type { Events, SessionStorage, User } from './session.js';
export type { Progress, UploadOptions } from './upload.js';
/** What a client may be told; none of it is needed in a page of the server's own origin. */
export interface Options {
    /** Where the session is kept; `localStorage` in browsers, which tabs share. `null`: in memory, for as long as the client. */
    storage?: SessionStorage | null;
    /** The key in it; another for each server that one origin talks to. */
    storageKey?: string;
    /** Sends the requests. */
    fetch?: (url: string, init: RequestInit) => Promise<Response>;
    /** Opens the connection for events. */
    WebSocket?: typeof globalThis.WebSocket;
    /** Where `storage`, `online`, `visibilitychange` and `pageshow` are heard; the window in browsers. */
    events?: Events;
    /** This device's clock, in milliseconds. */
    now?: () => number;
}
/** A client of one server, for the person who is signed in. */
export interface Practice {
    /** The person who is signed in, in whichever tab; undefined if nobody is. */
    readonly user: User | undefined;
    /** The state of the connection for events; `on('status')` tells of its changes. */
    readonly status: SocketStatus;
    /** Makes an account for a patient and signs in. */
    register(account: RegisterBody): Promise<User>;
    /**
     * Signs in. Rejects with `second_factor_required` where the account asks for a second factor: then `secondFactor` goes on with
     * the problem's `challenge`.
     */
    login(credentials: {
        email: string;
        password: string;
    }): Promise<User>;
    /** Goes on with a sign-in: the challenge it gave, and the code that the person reads. */
    secondFactor(answer: {
        challenge: string;
        code: string;
    }): Promise<User>;
    /** Signs out in all tabs. The server is told where it can be reached; never rejects. */
    logout(): Promise<void>;
    /** Tells of each sign-in and sign-out, in all tabs. The returned function ends it. */
    onSession(listener: (user: User | undefined) => void): () => void;
    /** GET. Paths are those of the document without `/api/v1`. */
    get<P extends PathOf<'get'>>(path: P, ...init: InitArguments<'get', P>): Promise<Answer<'get', P>>;
    /** POST. */
    post<P extends PathOf<'post'>>(path: P, ...init: InitArguments<'post', P>): Promise<Answer<'post', P>>;
    /** PUT. */
    put<P extends PathOf<'put'>>(path: P, ...init: InitArguments<'put', P>): Promise<Answer<'put', P>>;
    /** PATCH. */
    patch<P extends PathOf<'patch'>>(path: P, ...init: InitArguments<'patch', P>): Promise<Answer<'patch', P>>;
    /** DELETE. */
    delete<P extends PathOf<'delete'>>(path: P, ...init: InitArguments<'delete', P>): Promise<Answer<'delete', P>>;
    /** The items of a list, from page to page. */
    each<P extends ListPath>(path: P, ...init: InitArguments<'get', P>): AsyncGenerator<Item<P>, void, undefined>;
    /** The person's picture. */
    upload(kind: 'avatar', file: Blob, options?: UploadOptions): Promise<Answer<'post', '/upload/avatar'>>;
    /** A file, perhaps of an appointment. */
    upload(kind: 'attachment', file: Blob, options?: UploadOptions): Promise<Answer<'post', '/upload/attachment'>>;
    /** Up to ten files; each is stored or refused by itself. */
    upload(kind: 'bulk', files: readonly Blob[], options?: UploadOptions): Promise<Answer<'post', '/upload/bulk'>>;
    /** Listens to one type of frame, connecting with the first listener. The returned function ends it. */
    on<Type extends keyof Frames>(type: Type, listener: (data: Frames[Type], frame: Frame<Type>) => void): () => void;
    /** Asks the assistant; the answer comes as it is written. Leaving the loop stops it. */
    ask(message: string, options?: AskOptions): AsyncGenerator<Piece, void, undefined>;
    /** Ends the connection and forgets all listeners. The session stays. */
    close(): void;
}
/** What `register` takes. */
export type RegisterBody = NonNullable<InitArguments<'post', '/auth/register'>[0]>['body'];
/** A client of the server at this address; the page's own origin where none is given. */
export declare function blurosiere(baseUrl?: string, options?: Options): Practice;
