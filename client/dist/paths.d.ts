import type { components, paths } from './api.js';
/** A schema of the server's document by its name, such as `Schema<'Appointment'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];
/** The methods of the API. */
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Prefix = '/api/v1';
/** The paths that answer a method, without `/api/v1`. */
export type PathOf<M extends Method> = {
    [Path in keyof paths]: Path extends `${Prefix}${infer Rest}` ? paths[Path] extends {
        [method in M]: object;
    } ? Rest : never : never;
}[keyof paths];
type OperationOf<M extends Method, P extends string> = `${Prefix}${P}` extends keyof paths ? M extends keyof paths[`${Prefix}${P}`] ? paths[`${Prefix}${P}`][M] : never : never;
type JsonBody<Operation> = Operation extends {
    requestBody?: infer Request;
} ? Exclude<Request, undefined> extends {
    content: {
        'application/json': infer Body;
    };
} ? Body : never : never;
type Given<Operation, Where extends 'path' | 'query'> = Operation extends {
    parameters: {
        [where in Where]?: infer Values;
    };
} ? Exclude<Values, undefined> : never;
/** Required where something in it is. */
type Field<Name extends string, Values> = [Values] extends [never] ? {
    [name in Name]?: undefined;
} : object extends Values ? {
    [name in Name]?: Values;
} : {
    [name in Name]: Values;
};
/** What every call takes beside what its operation asks for. */
export interface CallOptions {
    /** Ends the call, its retries and its waiting. */
    signal?: AbortSignal;
    /** Further headers. */
    headers?: Record<string, string>;
}
/** What the POSTs that make something take as well. */
export interface KeyOptions {
    /**
     * The same key for the same wish, so that it is done once however often it is sent. Each call makes one of its own, for its
     * own retries.
     */
    idempotencyKey?: string;
}
type Key<Operation> = Operation extends {
    parameters: {
        header?: infer Headers;
    };
} ? [Exclude<Headers, undefined>] extends [never] ? unknown : 'Idempotency-Key' extends keyof Exclude<Headers, undefined> ? KeyOptions : unknown : unknown;
/** What a call of this operation is given. */
export type Init<M extends Method, P extends string> = Field<'path', Given<OperationOf<M, P>, 'path'>> & Field<'query', Given<OperationOf<M, P>, 'query'>> & Field<'body', JsonBody<OperationOf<M, P>>> & Key<OperationOf<M, P>> & CallOptions;
/** The arguments after the path: none are needed where nothing is required. */
export type InitArguments<M extends Method, P extends string> = object extends Init<M, P> ? [init?: Init<M, P>] : [init: Init<M, P>];
type Responses<Operation> = Operation extends {
    responses: infer All;
} ? All : never;
type Content<Operation, Status extends number> = {
    [Code in keyof Responses<Operation>]: Code extends Status ? Responses<Operation>[Code] extends {
        content: infer Types;
    } ? Types extends object ? {
        [Type in keyof Types]: Type extends `${string}json` ? Types[Type] : Type extends `text/event-stream` ? never : Blob;
    }[keyof Types] : undefined : undefined : never;
}[keyof Responses<Operation>];
/** What a call gives where it succeeds: the parsed JSON, a `Blob` for other content, undefined for none. */
export type Answer<M extends Method, P extends string> = Content<OperationOf<M, P>, 200 | 201 | 202 | 204 | 207>;
/** The lists that go on by cursor. */
export type ListPath = {
    [P in PathOf<'get'>]: Answer<'get', P> extends {
        items: unknown[];
        nextCursor: unknown;
    } ? P : never;
}[PathOf<'get'>];
/** An item of a list. */
export type Item<P extends ListPath> = Answer<'get', P> extends {
    items: (infer One)[];
} ? One : never;
type Refusals<Operation> = {
    [Code in keyof Responses<Operation>]: Responses<Operation>[Code] extends {
        content: {
            'application/problem+json': {
                code?: infer Word;
            };
        };
    } ? string extends Word ? never : Exclude<Word, undefined> : never;
}[keyof Responses<Operation>];
/** The codes that the document names for an operation, for a `switch` over `problem.code`; others may come. */
export type ProblemCode<M extends Method, P extends PathOf<M>> = Refusals<OperationOf<M, P>> & string;
type AnyProblemCode = {
    [M in Method]: {
        [P in PathOf<M>]: ProblemCode<M, P>;
    }[PathOf<M>];
}[Method];
/** Every code of the document, those of this client, and room for codes that come later. */
export type Code = AnyProblemCode | 'second_factor_required' | 'network' | 'http' | (string & Record<never, never>);
export {};
