// The process. Only built-in modules are imported statically: on a Node that is too old the others would not even link.
import module from 'node:module'

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 24) {
  process.stderr.write(
    `BluRosiere needs Node.js 24 or newer, and this is ${process.versions.node}: run \`npm start\`, which brings its own.\n`,
  )
  process.exit(1)
}
module.enableCompileCache()
const { run } = await import('./run.ts')
await run(process.env)
