/** What the practice is called and how it is reached, as far as it is known. */
export interface ClinicContact {
  readonly clinicName?: string
  readonly clinicPhone?: string
}

/** What the answer to a sign of risk depends on; never the person's own words. */
export interface RiskFacts extends ClinicContact {
  /** The person at risk is the one who writes. */
  readonly self: boolean
  /** A psychologist is told; else none is said to be. */
  readonly told: boolean
}

/** What a reply may say besides its fixed words: only what the practice or the account really knows. */
export interface ReplyFacts extends ClinicContact {
  clinicAddress?: string
  hours?: string
  /** The day and time that the person said, in words. */
  wanted?: string
  /** The caller's next appointments, one line each; undefined where they are not known. */
  appointments?: string[]
  /** Free times to offer, one line each; undefined where they are not known. */
  free?: string[]
  /** Whether what the person said is among the free times; undefined where that is not known. */
  wantedIsFree?: boolean
}
