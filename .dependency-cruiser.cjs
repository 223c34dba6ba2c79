/**
 * The floors of the house, from the top down. A room may import from the floors below it: never from above, never from a room
 * on its own floor, and so never in a circle. A new folder in `src` needs a place here.
 */
const floors = [
  ['server.ts'],
  ['run.ts'],
  ['app.ts'],
  ['front-end', 'cli'],
  ['assistant'],
  ['privacy'],
  ['realtime', 'replies', 'uploads'],
  ['risk', 'auth'],
  ['notifications'],
  ['calendar'],
  ['appointments', 'sms'],
  ['users', 'email', 'health'],
  ['audit'],
  ['metrics'],
  ['http'],
  ['jobs', 'bus', 'limits', 'storage'],
  ['redis', 'database'],
  ['logger.ts', 'words'],
  ['config'],
  ['time', 'text', 'async'],
  ['errors.ts'],
]

const path = (rooms) => `^src/(${rooms.map((room) => room.replace('.', '\\.')).join('|')})(/|$)`

const arrows = floors.flatMap((rooms, floor) =>
  rooms.map((room) => ({
    name: `${room}-imports-only-what-is-below`,
    severity: 'error',
    from: { path: path([room]) },
    to: {
      path: path(
        floors
          .slice(0, floor + 1)
          .flat()
          .filter((other) => other !== room),
      ),
    },
  })),
)

module.exports = {
  forbidden: [
    ...arrows.filter(({ to }) => to.path !== path([])),
    {
      name: 'every-room-has-a-floor',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: path(floors.flat()) },
    },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-cycle-between-folders',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
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
      to: { path: '^src/[^/]+/[a-z-]*plugin\\.ts$', dependencyTypesNot: ['type-only'] },
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
        path: '^src/(email/email|sms/sms|storage/storage|assistant/chat|bus/bus|jobs/job|limits/limits|notifications/channel-sender)\\.ts$',
      },
      to: {
        path: '(plugin|routes|smtp|console|twilio|sns|s3|local|openai|huggingface|memory|postgres|redis|fastify)(\\.ts)?$',
      },
    },
    {
      name: 'only-the-database-room-names-its-drivers',
      severity: 'error',
      from: { pathNot: '^src/(database|limits)/' },
      to: { path: 'node_modules/(@prisma/adapter-pg|pg)/' },
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
    doNotFollow: { path: ['node_modules', 'src/database/generated'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
