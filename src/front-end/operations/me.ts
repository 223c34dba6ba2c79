import type { Operations } from '../operation.ts'

export const meOperations: Operations = {
  'GET /calendar/:file': {
    id: 'getCalendarFeed',
    tag: 'calendar',
    summary: '',
    description: '',
  },
  'GET /api/v1/me/sessions': {
    id: 'listSessions',
    tag: 'me',
    summary: '',
    description: '',
  },
  'DELETE /api/v1/me/sessions/:id': {
    id: 'endSession',
    tag: 'me',
    summary: '',
    description: '',
  },
  'POST /api/v1/me/password': {
    id: 'changePassword',
    tag: 'me',
    summary: '',
    description: '',
  },
  'POST /api/v1/me/email': {
    id: 'requestEmailChange',
    tag: 'me',
    summary: '',
    description: '',
  },
  'POST /api/v1/me/phone/code': {
    id: 'requestPhoneCode',
    tag: 'me',
    summary: '',
    description: '',
  },
  'POST /api/v1/me/phone/verify': {
    id: 'verifyPhone',
    tag: 'me',
    summary: '',
    description: '',
  },
  'GET /api/v1/me': {
    id: 'getMe',
    tag: 'me',
    summary: '',
    description: '',
  },
  'PATCH /api/v1/me': {
    id: 'updateMe',
    tag: 'me',
    summary: '',
    description: '',
  },
  'DELETE /api/v1/me': {
    id: 'eraseMe',
    tag: 'me',
    summary: '',
    description: '',
  },
  'GET /api/v1/me/consents': {
    id: 'listConsents',
    tag: 'me',
    summary: '',
    description: '',
  },
  'PUT /api/v1/me/consents': {
    id: 'updateConsents',
    tag: 'me',
    summary: '',
    description: '',
  },
  'GET /api/v1/me/export': {
    id: 'exportMe',
    tag: 'me',
    summary: '',
    description: '',
  },
  'GET /api/v1/me/calendar-url': {
    id: 'getCalendarUrl',
    tag: 'calendar',
    summary: '',
    description: '',
  },
  'DELETE /api/v1/me/calendar-url': {
    id: 'revokeCalendarUrl',
    tag: 'calendar',
    summary: '',
    description: '',
  },
}
