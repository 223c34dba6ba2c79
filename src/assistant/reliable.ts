import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen, IterableBackoff } from 'cockatiel'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ChatEnd, type ChatModel, type ChatRequest, ModelError } from './chat.ts'

/** After so many failures in a row the circuit opens. */
export const failuresToOpen = 3
/** After so many rejected requests in a row the provider counts as failing in `/health`. */
const rejectionsToFail = 3
/** How long the circuit stays open, each time longer: then one question tries the provider. */
export const openMs = [10_000, 30_000, 60_000, 120_000]

/** A retry only if it can begin within this: a person is waiting, and there is another provider. */
const longestWaitMs = 2_000

export interface Circuit {
  readonly state: 'closed' | 'open' | 'half-open'
  /** The last failure, in words fit for `/health`. */
  readonly lastError: string | undefined
  /** Why its last three requests or more were rejected before any model was asked. */
  readonly rejecting: string | undefined
}

/** A model with time limits, one retry and a circuit breaker. */
export interface ReliableModel {
  readonly provider: string
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

/** What the caller aborts is no failure. */
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
  /** A model's own refusal shows that requests are taken. */
  const count = (error?: ModelError): void => {
    if (error && error.kind !== 'refused') return
    rejections = error?.rejected ? [...rejections, error.message].slice(-rejectionsToFail) : []
  }
  breaker.onStateChange(() => changed(circuit()))

  const attempt = async (request: ChatRequest, say: (piece: string) => void, limits: TimeLimits): Promise<ChatEnd> => {
    let said = false
    const once = () =>
      answerInTime(model, request, limits, (piece) => {
        said = true
        say(piece)
      })
    try {
      return await once()
    } catch (error) {
      const wait = retryWait(error)
      const left = limits.end - performance.now()
      if (said || wait === undefined || wait > Math.min(longestWaitMs, left)) throw error
      await sleep(wait, undefined, { signal: request.signal })
      return await once()
    }
  }

  return {
    provider: model.provider,
    // While one question tries it, others do not wait for the outcome.
    available: () => breaker.state !== CircuitState.HalfOpen,
    circuit,
    async check() {
      if (breaker.state === CircuitState.Closed) return model.check()
      // Once its time is over a check may close the circuit, so that no question has to fail first.
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

/** An abort by the caller, a refusal and too little time left do not count against the provider. */
const isFailure = (error: unknown): error is ModelError =>
  error instanceof ModelError && error.kind !== 'refused' && !(error instanceof OutOfTime && error.early)

const unproved = (cause: unknown): never => {
  throw new NothingProved(cause)
}

/** A trial that its caller aborted, or a check that failed: the circuit opens again. */
class NothingProved extends Error {
  constructor(cause: unknown) {
    super('nothing proved', { cause })
  }
}

/** The wait before a retry, in ms; undefined where it cannot help: a silent model would be silent again. */
function retryWait(error: unknown): number | undefined {
  if (!(error instanceof ModelError) || error.kind !== 'temporary' || error instanceof OutOfTime) return undefined
  return error.retryAfterMs ?? 200 + Math.random() * 300
}

class OutOfTime extends ModelError {
  /** Earlier models had left it less time than it may be silent. */
  readonly early: boolean
  constructor(message: string, { early = false } = {}) {
    super('temporary', message)
    this.early = early
  }
}

/** One answer within its limits; nothing is said after it has rejected. Rejects with the signal's reason if the caller aborts. */
async function answerInTime(
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
