import type { Operations } from '../operation.ts'

export const authOperations: Operations = {
  'POST /api/v1/auth/register': {
    id: 'register',
    tag: 'auth',
    summary: '',
    description: '',
  },
  'POST /api/v1/auth/login': {
    id: 'login',
    tag: 'auth',
    summary: '',
    description: '',
  },
  'POST /api/v1/auth/logout': {
    id: 'logout',
    tag: 'auth',
    summary: '',
    description: '',
  },
  'POST /api/v1/auth/refresh': {
    id: 'refreshTokens',
    tag: 'auth',
    summary: '',
    description: '',
  },
  'POST /api/v1/auth/ws-ticket': {
    id: 'createSocketTicket',
    tag: 'real_time',
    summary: '',
    description: '',
  },
  'POST /api/v1/auth/forgot-password': {
    id: 'requestPasswordReset',
    tag: 'auth',
    summary: '',
    description: '',
  },
  'POST /api/v1/auth/reset-password': {
    id: 'resetPassword',
    tag: 'auth',
    summary: '',
    description: '',
  },
  'POST /api/v1/auth/verify-email': {
    id: 'verifyEmail',
    tag: 'auth',
    summary: '',
    description: '',
  },
  'POST /api/v1/auth/verify-email/resend': {
    id: 'resendVerification',
    tag: 'auth',
    summary: '',
    description: '',
  },
  'POST /api/v1/auth/confirm-email': {
    id: 'confirmEmailChange',
    tag: 'auth',
    summary: '',
    description: '',
  },
  'POST /api/v1/auth/restore-email': {
    id: 'restoreEmail',
    tag: 'auth',
    summary: '',
    description: '',
  },
}
