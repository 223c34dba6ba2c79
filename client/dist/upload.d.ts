import type { Transport } from './call.js';
/** How far an upload is. */
export interface Progress {
    /** Bytes that have left. */
    sent: number;
    /** Bytes in all. */
    total: number;
}
/** What an upload takes beside its files. */
export interface UploadOptions {
    /** The appointment that an attachment belongs to. */
    appointmentId?: number;
    /** Told as the bytes leave. */
    onProgress?: (progress: Progress) => void;
    /** Ends the upload; nothing of it stays on the server. */
    signal?: AbortSignal;
}
/** What sends a form and tells how far it is. */
export declare function counting(fetch: Transport, listener: (progress: Progress) => void): Transport;
/** The form of an upload; the field before the files, so that a server can refuse early. */
export declare function formOf(files: Blob | readonly Blob[], field: string, appointmentId?: number): FormData;
