import type { Operations } from '../operation.ts'

export const serverOperations: Operations = {
  'GET /ws/:token': {
    id: 'openSocket',
    tag: 'real_time',
    summary: '',
    description: '',
  },
  'GET /health': {
    id: 'getHealth',
    tag: 'operators',
    summary: '',
    description: '',
  },
  'GET /health/live': {
    id: 'isLive',
    tag: 'operators',
    summary: '',
    description: '',
  },
  'GET /health/ready': {
    id: 'isReady',
    tag: 'operators',
    summary: '',
    description: '',
  },
  'GET /metrics': {
    id: 'getMetrics',
    tag: 'operators',
    summary: '',
    description: '',
  },
  'GET /api/v1/config': {
    id: 'getConfig',
    tag: 'front_end',
    summary: '',
    description: '',
  },
}
