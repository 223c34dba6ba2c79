import { loadConfig } from '../config/config.ts'
import { localStorage } from '../storage/local.ts'
import { storageProviders } from '../storage/providers.ts'
import { rehearseStorage, storeWords } from '../storage/rehearsal.ts'
import type { Command } from './command.ts'
import { diagnoseProviders } from './diagnose-providers.ts'

const diskAdvice = () => 'let the user that runs the server write to UPLOAD_DIR, and look at the room on its disk'

/** Stores a file as the server would, reads it back whole and in part, removes it, and lists what the sweeper would. */
export const storageTest: Command = {
  name: 'storage test',
  summary: 'stores a file where uploads go, reads it back, removes it, and says what happened',
  async run(context) {
    const code = await diagnoseProviders(storageProviders, context, undefined)
    if (code !== undefined) return code
    const { uploadDir } = loadConfig(context.env, [])
    context.passed('configuration', `local disk, UPLOAD_DIR ${uploadDir} (STORAGE_TYPE=s3 for a bucket)`)
    const local = localStorage(uploadDir)
    try {
      await local.prepare()
    } catch (error) {
      return context.failed('open', storeWords(error), diskAdvice())
    }
    return rehearseStorage(local, diskAdvice, context)
  },
}
