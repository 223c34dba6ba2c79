import { adminOperations } from './operations/admin.ts'
import { appointmentsOperations } from './operations/appointments.ts'
import { assistantOperations } from './operations/assistant.ts'
import { authOperations } from './operations/auth.ts'
import { documentsOperations } from './operations/documents.ts'
import { filesOperations } from './operations/files.ts'
import { meOperations } from './operations/me.ts'
import { notificationsOperations } from './operations/notifications.ts'
import { pagesOperations } from './operations/pages.ts'
import { peopleOperations } from './operations/people.ts'
import { serverOperations } from './operations/server.ts'
import type { Operations } from './operation.ts'

/** The words of every operation; a test fails where a route has none. */
export const operations: Operations = {
  ...adminOperations,
  ...appointmentsOperations,
  ...assistantOperations,
  ...authOperations,
  ...documentsOperations,
  ...filesOperations,
  ...meOperations,
  ...notificationsOperations,
  ...pagesOperations,
  ...peopleOperations,
  ...serverOperations,
}
