import type { Prisma } from '../database/generated/client.ts'
import type { Tx } from '../database/transaction.ts'
import { type StoredFile, variantsOf } from './files.ts'

const bytesOf = ({ size, variants }: StoredFile): number => variants.reduce((sum, one) => sum + one.size, size)

/** Which of the files fit, in order. The bytes of an avatar that is replaced do not count. */
export async function withinQuota(tx: Tx, ownerId: number, files: readonly StoredFile[], quotaBytes: number) {
  const replaced = files.some(({ kind }) => kind === 'avatar')
  let used = await usedBytes(tx, replaced ? { ownerId, kind: 'attachment' } : { ownerId })
  const refused: StoredFile[] = []
  const fitting = files.filter((file) => {
    const size = bytesOf(file)
    if (used + size > quotaBytes) return void refused.push(file)
    used += size
    return true
  })
  return { fitting, refused }
}

export async function usedBytes(tx: Pick<Tx, 'file'>, where: Prisma.FileWhereInput): Promise<number> {
  const [all, avatars] = [
    await tx.file.aggregate({ where, _sum: { size: true } }),
    await tx.file.findMany({ where: { ...where, AND: { kind: 'avatar' } }, select: { variants: true } }),
  ]
  const variants = avatars.flatMap(variantsOf).reduce((sum, { size }) => sum + size, 0)
  return (all._sum.size ?? 0) + variants
}
