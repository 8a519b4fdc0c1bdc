/** A photo as the phone took it, made small enough for a slow line. In the browser; nothing leaves it here. */

/** Longest side in pixels: what the server keeps. */
const SIDE_MAX = 1600;
const BYTES_MAX = 300_000;
/** Tried in this order, at full size first, then smaller and smaller. */
const QUALITIES = [0.82, 0.7, 0.55];
const SHRINK = 0.75;
const SIDE_MIN = 640;

export interface Shrunk {
  /** A JPEG without EXIF: neither place nor time nor phone. */
  bytes: ArrayBuffer;
  width: number;
  height: number;
}

/** Width and height that fit into `side` with the same shape; never larger than they are. Pixels. */
export function fitted(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * A JPEG of at most 1,600 pixels and 300 kB, upright as the camera meant it. Drawn anew, so nothing of the file's own data
 * is in it. Throws when the browser cannot read the file as a picture.
 */
export async function shrinkPhoto(file: Blob): Promise<Shrunk> {
  const url = URL.createObjectURL(file);
  try {
    // An <img> turns the picture by its EXIF, and decodes a large one at the size it is drawn in.
    const image = new Image();
    image.src = url;
    await image.decode();
    return await encode(image);
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function encode(image: HTMLImageElement): Promise<Shrunk> {
  for (let side = SIDE_MAX; ; side *= SHRINK) {
    const size = fitted(image.naturalWidth, image.naturalHeight, side);
    const canvas = drawn(image, size);
    for (const quality of QUALITIES) {
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
      if (blob === null) throw new Error('the canvas gave no picture');
      const last = side * SHRINK < SIDE_MIN && quality === QUALITIES.at(-1);
      if (blob.size <= BYTES_MAX || last) return { bytes: await blob.arrayBuffer(), ...size };
    }
  }
}

function drawn(image: HTMLImageElement, { width, height }: { width: number; height: number }): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the browser cannot draw');
  // A JPEG has no transparency: without it a cut-out would be black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  return canvas;
}
