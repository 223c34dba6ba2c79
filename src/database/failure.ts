import { StartFailure } from '../config/start-failure.ts'
import { sqlState } from './transaction.ts'

/** Errors of PostgreSQL (by SQLSTATE), of a pooler or of the network, and what to do. The first match counts. */
const faults: readonly [said: RegExp, words: string][] = [
  // Only these files are opened on the way to a connection.
  [
    /, (open '|read\s*$)|PEM routines|_OSSL_PEM|_OSSL_X509/,
    'names a certificate or key that cannot be read: mend sslrootcert, sslcert and sslkey',
  ],
  [/3D000|no such database/, 'names a database that does not exist: make it (createdb), or mend the name'],
  [
    /28P01|28000|no such user|password authentication failed|SASL|must be a string/,
    'has a user or password that the server does not accept: mend them (# @ / : ? in a password as %23 %40 %2F %3A %3F), or see pg_hba.conf',
  ],
  [/42501/, 'has a user that may not do this: let it own the database (ALTER DATABASE … OWNER TO …)'],
  [
    /extension "?\w+"? is not available|extension control file/,
    'leads to a server without the extension btree_gist: install postgresql-contrib there',
  ],
  [
    /53300|too many (clients|connections)|max_client_conn/,
    'leads to a server that takes no more connections: raise max_connections',
  ],
  [/57P03|starting up|shutting down/, 'leads to a server that is starting or stopping: try again in a moment'],
  [/ECONNREFUSED|connect ENOENT/, 'leads where no server listens: start PostgreSQL there, or mend host and port'],
  [/ENOTFOUND|EAI_AGAIN/, 'has a host name that is not known: mend it, or see the DNS of this machine'],
  [
    /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|timeout|Query read timeout/i,
    'leads where nothing answers in time: see that the server runs, and firewalls between',
  ],
  [
    /does not support SSL|CERT_|_CERT|ALTNAME|UNABLE_TO_VERIFY|certificate/,
    'asks for TLS as the server does not offer it, or with a certificate that is not trusted: mend sslmode and sslrootcert',
  ],
  [/ERR_INVALID_URL|URI malformed/, 'cannot be read: write # @ / : ? % in the password as %23 %40 %2F %3A %3F %25'],
  [
    /ECONNRESET|EPIPE|Connection terminated/,
    'leads to a server that ends the connection: see its log, and that it is PostgreSQL',
  ],
]

/** Explains why the database of `DATABASE_URL` cannot be used; returns an unknown error as it is. */
export function databaseFailure(error: unknown): unknown {
  if (error instanceof StartFailure) return error
  const { message, code = '' } = error as { message: string; code?: string }
  const known = sqlState(error) ?? code
  // For a name with several addresses the AggregateError itself has no message.
  const each = error instanceof AggregateError ? error.errors.map(String).join(' ') : ''
  const [, words] = faults.find(([said]) => said.test(`${known} ${message} ${each}`)) ?? []
  return words ? new StartFailure(`DATABASE_URL ${words}${known ? ` (${known})` : ''}`, { cause: error }) : error
}
