import type { Operations } from '../operation.ts'

export const notificationsOperations: Operations = {
  'GET /api/v1/notifications': {
    id: 'listNotifications',
    tag: 'notifications',
    summary: '',
    description: '',
  },
  'POST /api/v1/notifications': {
    id: 'sendNotification',
    tag: 'notifications',
    summary: '',
    description: '',
  },
  'GET /api/v1/notifications/unread-count': {
    id: 'countUnread',
    tag: 'notifications',
    summary: '',
    description: '',
  },
  'POST /api/v1/notifications/:id/read': {
    id: 'markRead',
    tag: 'notifications',
    summary: '',
    description: '',
  },
  'POST /api/v1/notifications/read-all': {
    id: 'markAllRead',
    tag: 'notifications',
    summary: '',
    description: '',
  },
  'GET /api/v1/notifications/:id/deliveries': {
    id: 'listDeliveries',
    tag: 'notifications',
    summary: '',
    description: '',
  },
  'GET /api/v1/notifications/preferences': {
    id: 'getPreferences',
    tag: 'notifications',
    summary: '',
    description: '',
  },
  'PUT /api/v1/notifications/preferences': {
    id: 'updatePreferences',
    tag: 'notifications',
    summary: '',
    description: '',
  },
  'GET /api/v1/notifications/preferences/quiet-hours': {
    id: 'getQuietHours',
    tag: 'notifications',
    summary: '',
    description: '',
  },
  'PUT /api/v1/notifications/preferences/quiet-hours': {
    id: 'setQuietHours',
    tag: 'notifications',
    summary: '',
    description: '',
  },
}
