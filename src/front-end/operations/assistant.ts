import type { Operations } from '../operation.ts'

export const assistantOperations: Operations = {
  'POST /api/v1/ai/chat': {
    id: 'askAssistant',
    tag: 'assistant',
    summary: '',
    description: '',
  },
  'GET /api/v1/ai/conversations': {
    id: 'listConversations',
    tag: 'assistant',
    summary: '',
    description: '',
  },
  'GET /api/v1/ai/conversations/:id': {
    id: 'getConversation',
    tag: 'assistant',
    summary: '',
    description: '',
  },
  'DELETE /api/v1/ai/conversations/:id': {
    id: 'deleteConversation',
    tag: 'assistant',
    summary: '',
    description: '',
  },
  'GET /api/v1/ai/risk-alerts': {
    id: 'listRiskAlerts',
    tag: 'assistant',
    summary: '',
    description: '',
  },
  'POST /api/v1/ai/risk-alerts/:id/ack': {
    id: 'acknowledgeRiskAlert',
    tag: 'assistant',
    summary: '',
    description: '',
  },
}
