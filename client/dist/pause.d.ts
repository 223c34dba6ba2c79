/** Resolves after so long; rejects with the signal's reason. */
export declare const pause: (ms: number, signal?: AbortSignal) => Promise<void>;
