/** Work that is not begun again while it is under way; `done` resolves when none is. Its failures go to `failed`. */
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
