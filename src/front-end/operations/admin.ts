import type { Operations } from '../operation.ts'

export const adminOperations: Operations = {
  'GET /api/v1/admin/deliveries': {
    id: 'searchDeliveries',
    tag: 'admin',
    summary: '',
    description: '',
  },
  'GET /api/v1/admin/deliveries/:id': {
    id: 'getDelivery',
    tag: 'admin',
    summary: '',
    description: '',
  },
  'POST /api/v1/admin/deliveries/:id/retry': {
    id: 'retryDelivery',
    tag: 'admin',
    summary: '',
    description: '',
  },
  'POST /api/v1/admin/deliveries/retry': {
    id: 'retryDeliveries',
    tag: 'admin',
    summary: '',
    description: '',
  },
  'POST /api/v1/admin/deliveries/:id/discard': {
    id: 'discardDelivery',
    tag: 'admin',
    summary: '',
    description: '',
  },
  'GET /api/v1/admin/audit': {
    id: 'searchAudit',
    tag: 'admin',
    summary: '',
    description: '',
  },
  'GET /api/v1/admin/suppressions': {
    id: 'listSuppressions',
    tag: 'admin',
    summary: '',
    description: '',
  },
  'DELETE /api/v1/admin/suppressions/:id': {
    id: 'liftSuppression',
    tag: 'admin',
    summary: '',
    description: '',
  },
}
