import type { Operations } from '../operation.ts'

export const filesOperations: Operations = {
  'POST /api/v1/upload/avatar': {
    id: 'uploadAvatar',
    tag: 'files',
    summary: '',
    description: '',
  },
  'POST /api/v1/upload/attachment': {
    id: 'uploadAttachment',
    tag: 'files',
    summary: '',
    description: '',
  },
  'POST /api/v1/upload/bulk': {
    id: 'uploadFiles',
    tag: 'files',
    summary: '',
    description: '',
  },
  'GET /api/v1/files': {
    id: 'listFiles',
    tag: 'files',
    summary: '',
    description: '',
  },
  'GET /api/v1/files/:id': {
    id: 'getFile',
    tag: 'files',
    summary: '',
    description: '',
  },
  'DELETE /api/v1/files/:id': {
    id: 'deleteFile',
    tag: 'files',
    summary: '',
    description: '',
  },
  'GET /api/v1/files/:id/content': {
    id: 'downloadFile',
    tag: 'files',
    summary: '',
    description: '',
  },
}
