import { test } from 'vitest'
import { startApp } from './app.ts'
import { form, send } from './files.ts'
test('x', async () => {
  const server = await startApp({ keep: true })
  const maria = await server.person()
  for (const n of ['a.txt', 'é.txt', 'c', 'd']) {
    const { body } = await send(server, maria, '/upload/attachment', form({ file: [Buffer.from('x'), n] }))
    console.log((await fetch(body.url as string)).status)
  }
  const t = setTimeout(() => {
    server.app.server.getConnections((_e, n) => console.log('connections', n))
    console.log(process.getActiveResourcesInfo().join())
    for (const l of server.logs.slice(-12)) console.log(JSON.stringify(l).slice(0, 250))
  }, 4000)
  await server.close()
  clearTimeout(t)
})
