import { expect, onTestFinished, test } from 'vitest'
import type { Db } from '../../src/database/client.ts'
import { transaction } from '../../src/database/transaction.ts'
import type { Bus, Signal } from '../../src/bus/bus.ts'
import { until } from '../app.ts'

/** What every bus must keep. `open` gives the buses of all nodes over one database. */
export function busContract(name: string, open: () => Promise<{ db: Db; nodes: Bus[] }>): void {
  const heardBy = async () => {
    const { db, nodes } = await open()
    const heard = nodes.map((bus) => {
      onTestFinished(() => bus.close())
      const signals: Signal[] = []
      // That some may have been missed may be said at any time.
      bus.subscribe((signal) => {
        if (signal) signals.push(signal)
      })
      return signals
    })
    const [bus] = nodes
    if (!bus) throw new Error('no node')
    return { db, bus, nodes, heard }
  }
  const allHear = (heard: unknown[][], count: number) =>
    until(`${count} signals on every node`, () => heard.every((signals) => signals.length >= count))

  test(`${name}: every node hears every signal of a commit, whole and in order, this one too`, async () => {
    const { db, bus, heard } = await heardBy()
    const signals: Signal[] = [
      { kind: 'events', userId: 1 },
      { kind: 'sessions-ended', userId: 2, sessionIds: [crypto.randomUUID(), crypto.randomUUID()] },
      { kind: 'events', userId: 2_147_483_647 },
    ]
    await transaction(db, async (tx) => {
      for (const signal of signals) await bus.publish(tx, signal)
    })
    await allHear(heard, 3)
    for (const signalsHeard of heard) expect(signalsHeard).toEqual(signals)
  })

  test(`${name}: nothing is heard before the commit, and nothing ever of what was rolled back`, async () => {
    const { db, bus, heard } = await heardBy()
    const failing = transaction(db, async (tx) => {
      await bus.publish(tx, { kind: 'events', userId: 1 })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await transaction(db, async (tx) => {
      await bus.publish(tx, { kind: 'events', userId: 2 })
      // Other work of the transaction, during which a signal that left too early would arrive.
      await tx.$executeRaw`SELECT pg_sleep(0.05)`
      expect(heard.flat()).toEqual([])
    })
    await allHear(heard, 1)
    for (const signals of heard) expect(signals).toEqual([{ kind: 'events', userId: 2 }])
  })

  test(`${name}: a round trip is timed and reaches no subscriber`, async () => {
    const { nodes, heard } = await heardBy()
    for (const bus of nodes) {
      const took = await bus.roundTrip()
      expect(took).toBeGreaterThanOrEqual(0)
      expect(took).toBeLessThan(3_000)
    }
    expect(heard.flat()).toEqual([])
  })

  test(`${name}: several listeners of one node all hear, and none after the bus was closed`, async () => {
    const { db, bus, heard } = await heardBy()
    const second: unknown[] = []
    bus.subscribe((signal) => void (signal && second.push(signal)))
    await transaction(db, (tx) => bus.publish(tx, { kind: 'events', userId: 1 }))
    await allHear([...heard, second], 1)
    await bus.close()
    await transaction(db, (tx) => bus.publish(tx, { kind: 'events', userId: 2 }))
    await allHear(heard.slice(1), 2)
    expect(heard[0]).toHaveLength(1)
    expect(second).toHaveLength(1)
  })
}
