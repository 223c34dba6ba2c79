/** What the practice is called and how it is reached, as far as it is known. */
export interface ClinicContact {
  readonly clinicName?: string
  readonly clinicPhone?: string
}

/** "Clínica Azul pelo (11) 4002-8922", "a clínica": where a person is pointed to, within a sentence. */
export function contactOf(locale: 'pt-BR' | 'en', { clinicName, clinicPhone }: ClinicContact): string {
  const [practice, by] = locale === 'en' ? ['the practice', ' at '] : ['a clínica', ' pelo ']
  return `${clinicName ?? practice}${clinicPhone ? `${by}${clinicPhone}` : ''}`
}
