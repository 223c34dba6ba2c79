import { availableParallelism } from 'node:os'
import pLimit from 'p-limit'
import { brokenPicture, tooManyPixels } from './refusals.ts'
import { pictureTypes } from './rules.ts'

const maxSeconds = 10
const sizes = [512, 128] as const

/** One core is left for the event loop; libvips is held to one thread per image below. */
const renderLimit = pLimit(Math.max(1, Math.min(4, availableParallelism() - 1)))
/** A progressive image is held in memory whole while it is decoded: one at a time, up to so many megabytes. */
const progressiveLimit = pLimit(1)
const mostHeld = 400
const heldWholeFrom = 5_000_000

export interface Rendered {
  readonly width: number
  readonly webp: Buffer
}

/**
 * A picture as square WebPs, 512 and 128 pixels: upright by its EXIF, in sRGB, without a byte of what the camera wrote; the
 * first frame of an animation; alpha kept. 422 `invalid_image` for what is truncated, broken, has too many pixels (told from
 * its header, before one is decoded) or takes longer than 10 s.
 */
export async function renderAvatar(image: Buffer): Promise<Rendered[]> {
  const sharp = await loadSharp()
  const heldWhole = await measure(sharp, image)
  const work = () => renderLimit(() => render(sharp, image))
  return heldWhole ? progressiveLimit(work) : work()
}

/** Refuses what is too large; returns whether it is decoded in memory as a whole. */
async function measure(sharp: Sharp, image: Buffer): Promise<boolean> {
  const { format, width, height, isProgressive } = await sharp(image, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw brokenPicture(error)
    })
  const known = pictureTypes.find(({ type }) => type === `image/${format}`)
  if (!known) throw brokenPicture()
  const passes = format === 'jpeg' && isProgressive
  const name = passes ? `${known.name} (progressive)` : known.name
  const most = passes ? Math.min(known.megapixels, Math.floor(mostHeld / bytesOfCoefficients(image))) : known.megapixels
  if (Math.floor((width * height) / 1e6) > most) throw tooManyPixels(name, most, { width, height })
  return Boolean(isProgressive) && width * height >= heldWholeFrom
}

/** What libjpeg holds for each pixel of a JPEG that comes in several passes, by its frame header (ITU T.81, B.2.2). */
function bytesOfCoefficients(jpeg: Buffer): number {
  for (let at = 2; at + 10 < jpeg.length;) {
    const marker = jpeg[at + 1] ?? 0
    if (marker === 0xff) at += 1
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const sampling = Array.from({ length: jpeg[at + 9] ?? 0 }, (_, n) => jpeg[at + 11 + 3 * n] ?? 0x11)
      const [across, down] = [sampling.map((one) => one >> 4), sampling.map((one) => one & 15)]
      const samples = across.reduce((sum, one, n) => sum + one * (down[n] ?? 1), 0)
      return (2 * samples) / (Math.max(...across) * Math.max(...down))
    } else at += 2 + jpeg.readUInt16BE(at + 2)
  }
  throw brokenPicture()
}

async function render(sharp: Sharp, image: Buffer): Promise<Rendered[]> {
  try {
    // Measured before.
    const { data, info } = await sharp(image, { limitInputPixels: false, failOn: 'error' })
      .timeout({ seconds: maxSeconds })
      .autoOrient()
      .resize(sizes[0], sizes[0], { fit: 'cover' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const raw = { width: info.width, height: info.height, channels: info.channels }
    const rendered: Rendered[] = []
    for (const width of sizes) {
      // Effort 0: the same size at 70 % of the CPU. From decoded pixels: no metadata is carried over.
      const webp = await sharp(data, { raw }).resize(width, width).webp({ quality: 82, effort: 0 }).toBuffer()
      rendered.push({ width, webp })
    }
    return rendered
  } catch (error) {
    throw brokenPicture(error)
  }
}

type Sharp = typeof import('sharp').default
let loaded: Promise<Sharp> | undefined

/** Loads sharp with the first picture (80 ms, 28 MB), without the decoders that are not needed. */
function loadSharp(): Promise<Sharp> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({
      operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
    })
    sharp.concurrency(1)
    // Its cache would hold up to 50 MB of images that are not seen again.
    sharp.cache(false)
    return sharp
  })
  return loaded
}
