import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/soak/**', 'node_modules/**'],
    globalSetup: ['test/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // PostgreSQL's WebAssembly does not run for long enough to repay its optimisation, which takes a fifth of all work.
    execArgv: ['--liftoff-only'],
    // Each worker loads the application and compiles PostgreSQL once, not once for each file.
    isolate: false,
    // Each file holds a PGlite of its own (some 300 MB) and the machine may have two cores. One more than those, since
    // deliveries wait for the engine's second.
    maxWorkers: 3,
  },
})
