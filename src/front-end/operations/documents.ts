import type { Json, Operations, Response } from '../operation.ts'

const page = (description: string): Record<number, Response> => ({
  200: { description, content: { 'text/html': { schema: { type: 'string' } } } },
})
const unchanged: Response = { description: 'Nothing has changed since the `ETag` of `If-None-Match`.' }
const document = (description: string, example: Json): Record<number, Response> => ({
  200: { description, content: { 'application/json': { schema: { type: 'object' }, example } } },
  304: unchanged,
})
const byEtag = 'Comes with an `ETag`, compressed where the caller takes gzip.'
const conditional = { 'If-None-Match': 'The `ETag` of a copy: 304 where it is still the same.' }
const withDocs = 'Stands outside production, and where `DOCS=true`; else 404.'

export const documentsOperations: Operations = {
  'GET /': {
    id: 'showHome',
    tag: 'front_end',
    summary: 'What runs here',
    description:
      'A small page, in Portuguese or English by `Accept-Language`, that leads to the front end (`APP_URL`) and to the documents where they are shown.',
    responses: page('The page.'),
  },
  'GET /client.js': {
    id: 'getClient',
    tag: 'front_end',
    summary: 'The client for browsers',
    description: `An ES module that other origins may import, to be kept for 5 minutes. ${byEtag}`,
    headers: conditional,
    errors: ['not_found'],
    responses: {
      200: { description: 'The module.', content: { 'text/javascript': { schema: { type: 'string' } } } },
      304: unchanged,
    },
  },
  'GET /openapi.json': {
    id: 'getOpenApi',
    tag: 'front_end',
    summary: 'This document',
    description: `The HTTP API as OpenAPI 3.1, made from the routes of the running server. ${byEtag} ${withDocs}`,
    headers: conditional,
    responses: document('OpenAPI 3.1.', {
      openapi: '3.1.0',
      info: { title: 'BluRosiere', version: '2.1.0' },
      paths: {},
    }),
  },
  'GET /asyncapi.json': {
    id: 'getAsyncApi',
    tag: 'front_end',
    summary: 'The document of the socket',
    description: `The frames of \`/ws/:token\`, both ways, as AsyncAPI 3. ${byEtag} ${withDocs}`,
    headers: conditional,
    responses: document('AsyncAPI 3.', {
      asyncapi: '3.0.0',
      info: { title: 'BluRosiere', version: '2.1.0' },
      channels: {},
    }),
  },
  'GET /docs': {
    id: 'showOperations',
    tag: 'front_end',
    summary: 'The HTTP API, to read and to try',
    description: `Swagger UI, from this server alone, with a sign-in of its own. ${withDocs}`,
    headers: conditional,
    responses: { ...page('The page.'), 304: unchanged },
  },
  'GET /docs/sockets': {
    id: 'showSockets',
    tag: 'front_end',
    summary: 'The socket, to read and to try',
    description: `Lists the frames of \`/asyncapi.json\`, connects with a ticket, sends frames and shows what comes. ${withDocs}`,
    headers: conditional,
    responses: { ...page('The page.'), 304: unchanged },
  },
  'GET /docs/:file': {
    id: 'getDocsFile',
    tag: 'front_end',
    summary: 'A script or style of these pages',
    description: `What \`/docs\` and \`/docs/sockets\` are made of. ${byEtag} ${withDocs}`,
    headers: conditional,
    errors: ['not_found'],
    parameters: { file: 'One of the names that the pages ask for.' },
    responses: {
      200: {
        description: 'The file.',
        content: { 'text/javascript': { schema: { type: 'string' } }, 'text/css': { schema: { type: 'string' } } },
      },
      304: unchanged,
    },
  },
}
