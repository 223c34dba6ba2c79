import { availableParallelism } from 'node:os'
import { AppError } from '../errors.ts'
import { inTurn } from '../in-turn.ts'

/** Beyond it an image is refused from its header, before a pixel is decoded. */
const maxPixels = 40_000_000
const maxSeconds = 10
const sizes = [512, 128] as const

/** One core is left to everybody else; libvips' own threads are held to one per image below. */
const oneOfFew = inTurn(Math.max(1, Math.min(4, availableParallelism() - 1)))

export interface Rendered {
  readonly width: number
  readonly webp: Buffer
}

/**
 * A picture as square WebPs, 512 and 128 pixels: upright by its EXIF, in sRGB, without a byte of what the camera wrote; the
 * first frame of an animation; alpha kept. 422 `invalid_image` for what is truncated, broken, over 40 megapixels or takes
 * longer than 10 s. Few run at once and off the main thread, so that other requests never wait for them.
 */
export async function renderAvatar(image: Buffer): Promise<Rendered[]> {
  const sharp = await loadSharp()
  return oneOfFew(async () => {
    try {
      const { data, info } = await sharp(image, { limitInputPixels: maxPixels, failOn: 'error' })
        .timeout({ seconds: maxSeconds })
        .autoOrient()
        .resize(sizes[0], sizes[0], { fit: 'cover' })
        .toColourspace('srgb')
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true })
      const raw = { width: info.width, height: info.height, channels: info.channels }
      const rendered: Rendered[] = []
      for (const width of sizes) {
        // Effort 0: the same bytes at 70 % of the CPU. From decoded pixels, so that nothing else can come along.
        const webp = await sharp(data, { raw }).resize(width, width).webp({ quality: 82, effort: 0 }).toBuffer()
        rendered.push({ width, webp })
      }
      return rendered
    } catch (error) {
      throw new AppError('invalid_image', { cause: error })
    }
  })
}

type Sharp = typeof import('sharp').default
let loaded: Promise<Sharp> | undefined

/** Loads sharp with the first picture (80 ms, 28 MB), and shuts every decoder that we have no use for. */
function loadSharp(): Promise<Sharp> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({
      operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
    })
    sharp.concurrency(1)
    // Its cache holds on to up to 50 MB for images that never come again.
    sharp.cache(false)
    return sharp
  })
  return loaded
}
