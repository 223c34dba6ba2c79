/**
 * Characters without a glyph of their own that people neither type nor see: bidi controls, zero-width spaces, fillers, soft
 * hyphens, interlinear marks. They disguise a name, and turn around the text beside it.
 */
const invisible =
  /[\p{Bidi_Control}\u00ad\u034f\u115f\u1160\u180b-\u180f\u200b\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}]/gu

/** Joiners where they join nothing. Within emoji, and after letters of the scripts that are spelt with them, they stay. */
const strayJoiner =
  /(?<!\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*(?=\u200d\p{Extended_Pictographic})|[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Nkoo}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}])[\u200c\u200d]/gu

/**
 * Variation selectors and tags after what they do not vary: an emoji's form, a Han character's. A region's flag is matched
 * whole, to stay as `$1`: the black one, six tags at most (`gbeng`, `usca`), and the one that ends them.
 */
const straySelector =
  /(\u{1f3f4}[\u{e0020}-\u{e007e}]{1,6}\u{e007f})|(?<!\p{Emoji})[\ufe0e\ufe0f]|[\ufe00-\ufe0d]|(?<!\p{scx=Han})[\u{e0100}-\u{e01ef}]|[\u{e0000}-\u{e007f}]/gu

/** The text as it is seen: without bidi controls and zero-width characters, but for joiners where a script or an emoji needs them. */
export const visibleText = (text: string): string =>
  text.replace(invisible, '').replaceAll('\u2800', ' ').replace(strayJoiner, '').replace(straySelector, '$1')

/** Whether there is anything to see: a letter, digit, sign or emoji. A combining mark alone is none. */
export const isVisible = (text: string): boolean => /(?!\ufffc)[\p{L}\p{N}\p{P}\p{S}]/u.test(visibleText(text))
