import type { ClinicContact } from '../reply-facts.ts'

/** Where a person is pointed to, within a sentence: "Clínica Azul pelo (11) 4002-8922", "a clínica". */
export const contact = ({ clinicName = 'a clínica', clinicPhone }: ClinicContact): string =>
  clinicPhone ? `${clinicName} pelo ${clinicPhone}` : clinicName
