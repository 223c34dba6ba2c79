import type { Schema } from './paths.js';
type Appointment = Schema<'Appointment'>;
type Notification = Schema<'Notification'>;
/** An answer of the assistant. */
export interface AssistantAnswer {
    /** The whole reply, plain text. */
    reply: string;
    /** Pass it with the next message. */
    conversationId: string;
    /** Who answered: a language model, or the practice's own rules. */
    provider: string;
    /** Whether the message told of risk to life. */
    risk: 'nenhum' | 'baixo' | 'alto';
    /** The message went to no language model, because its author has not consented. */
    consentRequired?: true;
}
/** Echoed in each frame that answers an `ai:message`. */
interface Echo {
    conversationId: string;
    ref?: string | number;
}
/** What listeners are given, by type of frame; `status` is the connection's own. */
export interface Frames {
    /** A notification for this person. */
    'notification:new': Pick<Notification, 'id' | 'title' | 'message' | 'type'>;
    /** One was read, perhaps in another tab. */
    'notification:read': {
        id: number;
    };
    /** An appointment was booked, moved, or changed its status. */
    'appointment:updated': Pick<Appointment, 'id' | 'status' | 'date' | 'time' | 'version'>;
    /** Events are missing that the server no longer has. `items`: the newest notifications, fetched; read other lists anew. */
    'sync:gap': {
        lastEventId: number;
        url: string;
        items?: Notification[];
    };
    /** The connection stands. */
    welcome: {
        userId: number;
        lastEventId: number;
        heartbeatSeconds: number;
        limits: {
            messagesPerHour: number;
            frameBytes: number;
            sockets: number;
        };
    };
    /** The server refuses a frame, or warns. */
    error: {
        code: string;
        detail: string;
        retryAfter?: number;
        ref?: string | number;
    };
    /** The answer to a ping. */
    pong: object;
    /** A piece of an answer that was asked for over this socket. */
    'ai:delta': Echo & {
        delta: string;
    };
    /** Forget the pieces so far. */
    'ai:reset': Echo;
    /** The whole answer. */
    'ai:done': Echo & AssistantAnswer;
    /** The connection's state, when it changes. */
    status: SocketStatus;
}
/** `waiting` until the next attempt; `closed` while nobody listens or nobody is signed in. */
export type SocketStatus = 'connecting' | 'open' | 'waiting' | 'closed';
/** A frame as it came. */
export interface Frame<Type extends keyof Frames = keyof Frames> {
    /** What it tells of. */
    type: Type;
    /** What it says. */
    data: Frames[Type];
    /** Its place among the user's events, for those that are kept and replayed. */
    id?: number;
}
export {};
