import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const files = (...names: string[]) => names.map((name) => `test/soak/${name}.test.ts`)
/** Trials that mostly wait, within limits that a busy machine would break: beside each other only. */
const quiet = files('crash-postgres', 'mail', 'slow-sender', 'client-cuts', 'client-sleep')
/** Trials that measure memory or time: one at a time, when the others are done. */
const alone = files('overload', 'chat-flood', 'realtime-slow', 'uploads')
/** The longest of the others begin first, so that none of them is left over. */
const longest = ['clock', 'reminder-simulation', 'every-step', 'realtime-drops']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.includes(name))
      return at < 0 ? longest.length : at
    }
    return files.toSorted((one, other) => rank(one) - rank(other))
  }
}

const common = {
  globalSetup: 'test/setup.ts',
  testTimeout: 300_000,
  hookTimeout: 60_000,
  pool: 'forks' as const,
}

// Long trials: kills, floods, corpora, several nodes.
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...common,
          name: 'two at a time',
          include: ['test/soak/**/*.test.ts'],
          exclude: [...quiet, ...alone],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...common, name: 'quiet', include: quiet, maxWorkers: 2, sequence: { groupOrder: 1 } } },
      { test: { ...common, name: 'alone', include: alone, fileParallelism: false, sequence: { groupOrder: 2 } } },
    ],
  },
})
