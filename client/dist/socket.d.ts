import { type Call } from './call.js';
import type { Frame, SocketStatus } from './frames.js';
import { type Events, type Session } from './session.js';
type Listener = (data: never, frame: Frame) => void;
interface SocketParts {
    readonly base: string;
    readonly call: Call;
    readonly session: Session;
    readonly now: () => number;
    readonly WebSocket: typeof globalThis.WebSocket;
    readonly events: Events | undefined;
}
/**
 * The connection for events: there while somebody listens and somebody is signed in. What was missed is asked for by `since`;
 * each attempt has a ticket of its own.
 */
export declare class Socket {
    #private;
    constructor(parts: SocketParts);
    get status(): SocketStatus;
    /** Adds a listener, and connects with the first one. */
    on(type: string, listener: Listener): () => void;
    /** Forgets all listeners and ends the connection. */
    close(): void;
}
export {};
