import { type Call } from './call.js';
import type { Frame, SocketStatus } from './frames.js';
import { type Session } from './session.js';
type Listener = (data: never, frame: Frame) => void;
export type Socket = ReturnType<typeof socketOf>;
/**
 * The connection for events: there while somebody listens and somebody is signed in. What was missed is asked for by `since`;
 * each attempt has a ticket of its own.
 */
export declare function socketOf({ base, call, session, now, WebSocket, events, }: {
    base: string;
    call: Call;
    session: Session;
    now: () => number;
    WebSocket: typeof globalThis.WebSocket;
    events: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | undefined;
}): {
    /** Adds a listener, and connects with the first one. */
    on(type: string, listener: Listener): () => void;
    status: () => SocketStatus;
    /** Forgets all listeners and ends the connection. */
    close(): void;
};
export {};
