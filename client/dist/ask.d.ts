import type { AssistantAnswer } from './frames.js';
/** What an answer comes in: pieces, `reset` where another provider begins anew, at last the whole. */
export type Piece = {
    type: 'delta';
    delta: string;
} | {
    type: 'reset';
} | ({
    type: 'done';
} & AssistantAnswer);
/** What a question takes beside its words. */
export interface AskOptions {
    /** Goes on with an earlier conversation. */
    conversationId?: string;
    /** What the assistant should know of the page it is asked from. */
    context?: string;
    /** Ends the answer; what was said until then is kept. */
    signal?: AbortSignal;
}
/** The events of a stream (WHATWG HTML §9.2.6) as pieces of an answer. Leaving the loop ends the stream. */
export declare function piecesOf(response: Response, signal?: AbortSignal): AsyncGenerator<Piece, void, undefined>;
