import { defineConfig } from 'prisma/config'

// Only for the development scripts (`npm run db:*`); the server never reads it.
export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } })
