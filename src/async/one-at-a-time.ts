/** Runs work unless it is already running; `done` resolves when it is not. */
export function oneAtATime(work: () => Promise<void>, failed: (error: unknown) => void) {
  let running: Promise<void> | undefined
  return {
    start() {
      running ??= work()
        .catch(failed)
        .finally(() => (running = undefined))
    },
    done: async () => running,
  }
}
