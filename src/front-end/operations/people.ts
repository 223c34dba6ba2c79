import type { Operations } from '../operation.ts'

export const peopleOperations: Operations = {
  'GET /api/v1/users': {
    id: 'listUsers',
    tag: 'users',
    summary: '',
    description: '',
  },
  'POST /api/v1/users': {
    id: 'createUser',
    tag: 'users',
    summary: '',
    description: '',
  },
  'PATCH /api/v1/users/:id': {
    id: 'updateUser',
    tag: 'users',
    summary: '',
    description: '',
  },
  'GET /api/v1/users/:id/working-hours': {
    id: 'getWorkingHours',
    tag: 'users',
    summary: '',
    description: '',
  },
  'PUT /api/v1/users/:id/working-hours': {
    id: 'setWorkingHours',
    tag: 'users',
    summary: '',
    description: '',
  },
  'GET /api/v1/users/:id/slots': {
    id: 'listSlots',
    tag: 'users',
    summary: '',
    description: '',
  },
  'POST /api/v1/admin/users/:id/transfer': {
    id: 'transferAppointments',
    tag: 'users',
    summary: '',
    description: '',
  },
}
