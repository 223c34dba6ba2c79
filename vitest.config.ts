import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/soak/**', 'node_modules/**'],
    globalSetup: ['test/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Each worker loads the application once, not once for each file.
    isolate: false,
    // The machine may have two cores. Twice as many, since most tests wait: for jobs, sockets and the database.
    maxWorkers: 4,
  },
})
