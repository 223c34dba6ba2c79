import type { Code } from './paths.js';
/** A field that the server refused. */
export interface FieldProblem {
    /** Where in the request, such as `body.startsAt`. */
    readonly path: string;
    /** What is wrong with it, in the user's language. */
    readonly message: string;
}
/**
 * Why a call failed: the server's refusal (RFC 9457), `network` where no whole answer came, `http` where something between
 * answered in the server's stead. An abort is not a problem: it throws the signal's reason.
 */
export declare class Problem extends Error {
    /** The HTTP status; 0 where there was no answer. */
    readonly status: number;
    /** The stable word that programs go by. */
    readonly code: Code;
    /** What happened, for people, in the language of `Accept-Language`. */
    readonly title: string;
    /** More than the title says, in this case. */
    readonly detail?: string;
    /** The fields that are wrong, as with `validation_failed`. */
    readonly errors?: readonly FieldProblem[];
    /** Quote it when you ask for help: it stands in the server's log. */
    readonly requestId?: string;
    /** How long the server wants to be left alone. */
    readonly retryAfterMs?: number;
    /** With `second_factor_required`: what `secondFactor` takes. */
    readonly challenge?: string;
    /** Made by the client. */
    constructor(title: string, members?: object, cause?: unknown);
}
/** The problem that an answer tells of. */
export declare function problemOf(response: Response): Promise<Problem>;
