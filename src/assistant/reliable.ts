import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen, IterableBackoff } from 'cockatiel'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ChatEnd, type ChatModel, type ChatRequest, ModelError } from './chat.ts'

/** After so many failures in a row a provider is left alone. */
export const failuresToOpen = 3
/** After so many requests in a row that the provider would not take it counts as failing, though others may yet be taken. */
const rejectionsToFail = 3
/** For how long, each time that it fails again: then one question tries it. */
export const openMs = [10_000, 30_000, 60_000, 120_000]

/** One more try, if it can begin within this: a person is waiting, and there is another provider. */
const longestWaitMs = 2_000

export interface Circuit {
  readonly state: 'closed' | 'open' | 'half-open'
  /** The last failure, in words fit for `/health`. */
  readonly lastError: string | undefined
  /** Why it refused its last three requests or more, each of them, before any model was asked. */
  readonly rejecting: string | undefined
}

/** A model that ends in time, whatever its server does, and is not asked while it is known to fail. */
export interface ReliableModel {
  readonly provider: string
  /** Whether a question may be put to it now. */
  available(): boolean
  /**
   * As `ChatModel.answer`; rejects once the model has been silent for `silenceMs`, before its first piece or after it, or at
   * `end` (a time of `performance.now()`). A failure before the first piece is tried once more, where there is time.
   */
  answer(request: ChatRequest, say: (piece: string) => void, limits: TimeLimits): Promise<ChatEnd>
  circuit(): Circuit
  /** As `ChatModel.check`; while the circuit is open, once its time is over, it may close it. */
  check(): Promise<void>
}

export interface TimeLimits {
  readonly silenceMs: number
  readonly end: number
}

/** Wraps a model in its time limits, its one more try and its circuit breaker. What the caller ended is no failure. */
export function reliable(model: ChatModel, changed: (circuit: Circuit) => void = () => {}): ReliableModel {
  let lastError: string | undefined
  let rejections: string[] = []
  const breaker = circuitBreaker(
    handleWhen((error) => isFailure(error) || error instanceof NothingProved),
    { halfOpenAfter: new IterableBackoff(openMs), breaker: new ConsecutiveBreaker(failuresToOpen) },
  )
  const circuit = (): Circuit => ({
    state:
      breaker.state === CircuitState.Closed ? 'closed' : breaker.state === CircuitState.Open ? 'open' : 'half-open',
    lastError,
    rejecting: rejections.length >= rejectionsToFail ? rejections.at(-1) : undefined,
  })
  /** What an end says of whether requests are taken at all. A model's own refusal says that they are. */
  const count = (error?: ModelError): void => {
    if (error && error.kind !== 'refused') return
    rejections = error?.rejected ? [...rejections, error.message].slice(-rejectionsToFail) : []
  }
  breaker.onStateChange(() => changed(circuit()))

  const attempt = async (request: ChatRequest, say: (piece: string) => void, limits: TimeLimits): Promise<ChatEnd> => {
    let said = false
    const once = () =>
      inTime(model, request, limits, (piece) => {
        said = true
        say(piece)
      })
    try {
      return await once()
    } catch (error) {
      const wait = again(error)
      const left = limits.end - performance.now()
      if (said || wait === undefined || wait > Math.min(longestWaitMs, left)) throw error
      await sleep(wait, undefined, { signal: request.signal })
      return await once()
    }
  }

  return {
    provider: model.provider,
    // While one question tries it, nobody else waits for what becomes of that.
    available: () => breaker.state !== CircuitState.HalfOpen,
    circuit,
    async check() {
      if (breaker.state === CircuitState.Closed) return model.check()
      // Once its time is over a look at the provider may close the circuit: nobody need ask in vain for that.
      if (breaker.state === CircuitState.Open) await breaker.execute(() => model.check().catch(unproved))
    },
    async answer(request, say, limits) {
      try {
        const end = await breaker.execute(async () => {
          const trial = breaker.state === CircuitState.HalfOpen
          try {
            return await attempt(request, say, limits)
          } catch (error) {
            // The question that tries a provider again must be answered, or refused; given up by its caller it proves nothing.
            throw trial && !(error instanceof ModelError) ? new NothingProved(error) : error
          }
        })
        count()
        return end
      } catch (error) {
        const reason = error instanceof NothingProved ? error.cause : error
        if (reason instanceof ModelError) count(reason)
        if (isFailure(reason)) lastError = reason.message
        throw reason
      }
    },
  }
}

/** Neither what the caller ended, nor what the provider would not say, nor a time too short, speaks against the provider. */
const isFailure = (error: unknown): error is ModelError =>
  error instanceof ModelError && error.kind !== 'refused' && !(error instanceof OutOfTime && error.early)

const unproved = (cause: unknown): never => {
  throw new NothingProved(cause)
}

/** A trial that its caller ended, or a look that failed: the circuit opens again. */
class NothingProved extends Error {
  constructor(cause: unknown) {
    super('nothing proved', { cause })
  }
}

/** After how many milliseconds once more may help; nothing if it cannot. What was silent once would be silent again. */
function again(error: unknown): number | undefined {
  if (!(error instanceof ModelError) || error.kind !== 'temporary' || error instanceof OutOfTime) return undefined
  return error.retryAfterMs ?? 200 + Math.random() * 300
}

class OutOfTime extends ModelError {
  /** It had less time than it may be silent, since others had taken it. */
  readonly early: boolean
  constructor(message: string, { early = false } = {}) {
    super('temporary', message)
    this.early = early
  }
}

/** One answer within its limits; nothing is said after it has rejected. Rejects with the signal's reason if the caller ended it. */
async function inTime(
  model: ChatModel,
  request: ChatRequest,
  { silenceMs, end }: TimeLimits,
  say: (piece: string) => void,
): Promise<ChatEnd> {
  const late = new AbortController()
  const left = Math.max(0, end - performance.now())
  const expire = (words: string) => () => late.abort(new OutOfTime(words, { early: left < silenceMs }))
  const whole = setTimeout(expire('the answer took too long'), left)
  const silence = setTimeout(expire('the model fell silent'), silenceMs)
  const signal = AbortSignal.any([request.signal, late.signal])
  try {
    const ended = new Promise<never>((_resolve, reject) => {
      const fail = () => reject(signal.reason as Error)
      if (signal.aborted) fail()
      else signal.addEventListener('abort', fail, { once: true })
    })
    const progress = () => void (signal.aborted || silence.refresh())
    const answered = model.answer({ ...request, signal, progress }, (piece) => {
      if (signal.aborted) return
      progress()
      say(piece)
    })
    return await Promise.race([answered, ended])
  } catch (error) {
    // An aborted request fails in the library's words; why it was aborted is what counts.
    throw signal.aborted ? signal.reason : error
  } finally {
    clearTimeout(whole)
    clearTimeout(silence)
    late.abort(new OutOfTime('the answer is over'))
  }
}
