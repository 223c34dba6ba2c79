import { defineConfig } from 'vitest/config'

// Long trials: kills, floods, corpora, several nodes. One file at a time, since they measure.
export default defineConfig({
  test: {
    include: ['test/soak/**/*.test.ts'],
    globalSetup: ['test/setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    pool: 'forks',
    fileParallelism: false,
  },
})
