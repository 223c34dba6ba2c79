// CommonJS in the syntax of every Node: one sentence instead of a stack where the runtime cannot read TypeScript.
var major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(
    'BluRosiere needs Node.js 24 or newer, and this is ' +
      process.versions.node +
      ': run `npm ci`, which brings Node 24, and then `npm start`.\n',
  )
  process.exit(1)
}
