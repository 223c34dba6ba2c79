/** The start cannot go on until the operator has mended something; the message says what, in one sentence. */
export class StartFailure extends Error {
  override name: string = 'StartFailure'
}

type Fault = NodeJS.ErrnoException & { port?: number; address?: string; dest?: string }

/** What a system call says of a file or folder, by Node's codes. */
const fileFaults: Record<string, string> = {
  ENOTDIR: 'a part of this path is a file',
  EEXIST: 'there is a file in its place',
  EISDIR: 'there is a folder in its place',
  EACCES: 'the user of this server has no right to it',
  EPERM: 'the user of this server has no right to it',
  EROFS: 'it is on a file system that is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk quota is used up',
  ENOENT: 'a part of this path does not exist',
  ENAMETOOLONG: 'its path is too long',
  ELOOP: 'its symbolic links lead in a circle',
}

/**
 * What went wrong with a file or folder, as a sentence that begins with the variable behind it; else nothing. Node's errors of
 * reading (a folder in the place of `file`) do not say where.
 */
export function fileFailure(error: unknown, variable: string, file?: string): StartFailure | undefined {
  const { code = '', path = file, dest } = error as Fault
  const why = fileFaults[code]
  if (!why || !path) return undefined
  return new StartFailure(
    `${variable}: "${dest ?? path}" cannot be used (${code}: ${why}): make it writable, or set ${variable} to a folder that is`,
    { cause: error },
  )
}

/** Does what needs a folder, and reads `file` in it; where that fails for what an operator can mend, throws `StartFailure`. */
export function inFolder<T>(variable: string, work: () => T, file?: string): T {
  try {
    return work()
  } catch (error) {
    throw fileFailure(error, variable, file) ?? error
  }
}

/** The one line that an operator reads where a start fails for what they can mend; nothing for a fault of ours. */
export function startFailure(error: unknown): string | undefined {
  if (error instanceof StartFailure) return error.message
  const { syscall = '', code = '', port, address } = error as Fault
  if (!['listen', 'bind', 'getaddrinfo'].includes(syscall)) return undefined
  if (code === 'EADDRINUSE')
    return `PORT ${port} is taken by another program (EADDRINUSE): end that one, or set PORT to a free port`
  if (code === 'EACCES')
    return `PORT ${port} needs rights that the user of this server has not (EACCES): set PORT to 1024 or above and let a proxy listen there`
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(code))
    return `HOST names no address of this machine (${code}${address ? `, ${address}` : ''}): set it to 0.0.0.0, to 127.0.0.1, or to one that it has`
  return undefined
}
