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
    // The machine may have two cores. One more than those, since deliveries wait for the engine's second.
    maxWorkers: 3,
  },
})
