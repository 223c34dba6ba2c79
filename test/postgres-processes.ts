import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** PostgreSQL's processes on the embedded database of `dataDir`, as Linux tells of them. */
export function postgresOn(dataDir: string): { pid: number; parent: number }[] {
  const folder = realpathSync(join(dataDir, 'postgres'))
  return readdirSync('/proc').flatMap((name) => {
    try {
      if (!/^\d+$/.test(name) || readlinkSync(`/proc/${name}/cwd`) !== folder) return []
      const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? []
      return [{ pid: Number(name), parent: Number(parent) }]
    } catch {
      return [] // it has ended meanwhile
    }
  })
}
