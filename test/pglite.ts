import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'

// Of WebAssembly, whose types only lib.dom has, as much as it takes here.
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<never> }

let compiled: Promise<never> | undefined

/**
 * An embedded database in memory, empty or from a dump. All of one process share one compiled module: compiling takes longer
 * than loading the dump, and V8 (24.21) was seen to crash where many modules were freed under load.
 */
export async function memoryDatabase(loadDataDir?: Blob): Promise<PGlite> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  compiled ??= readFile(join(dirname(entry), 'pglite.wasm')).then((bytes) => WebAssembly.compile(bytes))
  return PGlite.create({
    extensions: { btree_gist },
    pgliteWasmModule: await compiled,
    ...(loadDataDir ? { loadDataDir } : {}),
  })
}
