// The command line: `npm run cli -- <command>`. Only this file and the server's process read the environment.
import module from 'node:module'

// Before anything else is loaded: what was compiled last time is taken from there, which halves the start.
module.enableCompileCache()
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2), process.env)
