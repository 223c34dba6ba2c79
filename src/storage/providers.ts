import { s3 } from './s3.ts'

// In order of preference. A new provider is one file beside this one and one name here.
export const storageProviders = [s3]
