import type { Catalogue } from '../pt-BR/catalogue.ts'

export const contact: Catalogue['contact'] = ({ clinicName = 'the practice', clinicPhone }) =>
  clinicPhone ? `${clinicName} at ${clinicPhone}` : clinicName
