import type { Operations } from '../operation.ts'

export const appointmentsOperations: Operations = {
  'GET /api/v1/appointments': {
    id: 'listAppointments',
    tag: 'appointments',
    summary: '',
    description: '',
  },
  'POST /api/v1/appointments': {
    id: 'bookAppointment',
    tag: 'appointments',
    summary: '',
    description: '',
  },
  'GET /api/v1/appointments/:id': {
    id: 'getAppointment',
    tag: 'appointments',
    summary: '',
    description: '',
  },
  'PATCH /api/v1/appointments/:id': {
    id: 'moveAppointment',
    tag: 'appointments',
    summary: '',
    description: '',
  },
  'POST /api/v1/appointments/:id/cancel': {
    id: 'cancelAppointment',
    tag: 'appointments',
    summary: '',
    description: '',
  },
  'POST /api/v1/appointments/:id/confirm': {
    id: 'confirmAppointment',
    tag: 'appointments',
    summary: '',
    description: '',
  },
  'POST /api/v1/appointments/:id/complete': {
    id: 'completeAppointment',
    tag: 'appointments',
    summary: '',
    description: '',
  },
  'POST /api/v1/appointments/:id/no-show': {
    id: 'markNoShow',
    tag: 'appointments',
    summary: '',
    description: '',
  },
  'POST /api/v1/appointments/:id/remind': {
    id: 'remindOfAppointment',
    tag: 'appointments',
    summary: '',
    description: '',
  },
}
