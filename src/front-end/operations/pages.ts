import type { Operations } from '../operation.ts'

export const pagesOperations: Operations = {
  'GET /a/:code': {
    id: 'followShortLink',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'GET /appointments/:id/confirm': {
    id: 'showConfirmation',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'POST /appointments/:id/confirm': {
    id: 'confirmByLink',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'GET /appointments/:id/cancel': {
    id: 'showCancellation',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'POST /appointments/:id/cancel': {
    id: 'cancelByLink',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'GET /unsubscribe': {
    id: 'showUnsubscribing',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'POST /unsubscribe': {
    id: 'unsubscribeByLink',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'GET /reset-password': {
    id: 'showPasswordReset',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'POST /reset-password': {
    id: 'submitPasswordReset',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'GET /invitation': {
    id: 'showInvitation',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'POST /invitation': {
    id: 'submitInvitation',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'GET /restore-email': {
    id: 'showEmailRestoring',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'POST /restore-email': {
    id: 'submitEmailRestoring',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'GET /verify-email': {
    id: 'showEmailVerification',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'POST /verify-email': {
    id: 'submitEmailVerification',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'GET /confirm-email': {
    id: 'showEmailConfirmation',
    tag: 'pages',
    summary: '',
    description: '',
  },
  'POST /confirm-email': {
    id: 'submitEmailConfirmation',
    tag: 'pages',
    summary: '',
    description: '',
  },
}
