/** Which way the arrows go: server → app → plugin → routes | domain | adapter → port. No arrow runs back up, and none in a circle. */
const room = '^src/([^/]+)/'
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nobody-imports-the-process',
      severity: 'error',
      from: { pathNot: '^src/server\\.ts$' },
      to: { path: '^src/(server|run|cli/cli)\\.ts$' },
    },
    {
      name: 'only-the-process-imports-the-app',
      severity: 'error',
      from: { pathNot: '^src/run\\.ts$' },
      to: { path: '^src/app\\.ts$' },
    },
    {
      name: 'only-the-app-imports-plugins',
      comment: 'what a plugin offers is used through its decorator',
      severity: 'error',
      from: { pathNot: '^src/app\\.ts$' },
      to: { path: '^src/[^/]+/(bus-|idempotency-)?plugin\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-the-app-imports-routes',
      severity: 'error',
      from: { pathNot: '^src/app\\.ts$' },
      to: { path: 'routes\\.ts$', pathNot: '^src/http/' },
    },
    {
      name: 'a-port-knows-no-adapter-and-no-plugin',
      severity: 'error',
      from: {
        path: '^src/(email/email|sms/sms|storage/storage|ai/chat|realtime/bus|jobs/job|limits/limits|notifications/channel)\\.ts$',
      },
      to: {
        path: '(plugin|routes|smtp|console|twilio|s3|local|openai|huggingface|memory|postgres|redis|fastify)(\\.ts)?$',
      },
    },
    {
      name: 'an-adapter-serves-its-own-room',
      severity: 'error',
      from: { path: '^src/(email|sms|storage|ai)/(smtp|console|twilio|s3|local|openai|huggingface)\\.ts$' },
      to: { path: `${room}(plugin|routes)\\.ts$` },
    },
    {
      name: 'only-the-database-room-names-its-drivers',
      severity: 'error',
      from: { pathNot: '^src/(database|limits)/' },
      to: { path: 'node_modules/(@electric-sql|pglite-prisma-adapter|@prisma/adapter-pg|pg)/' },
    },
    {
      name: 'src-needs-no-dev-dependency',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'] },
    },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/database/generated' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
