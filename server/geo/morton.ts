/**
 * Morton (Z-order) keys of world cells: the bits of x and y in turn, y above x, highest first, as two unsigned 32-bit
 * halves. Sorted by key, every tile of every zoom is one contiguous run: it shares its first 2 * zoom bits.
 */

/** The upper half of the key: the upper 16 bits of x and y in turn. */
export function keyHigh(x: number, y: number): number {
  return ((spread(y >>> 16) << 1) | spread(x >>> 16)) >>> 0;
}

/** The lower half of the key: the lower 16 bits of x and y in turn. */
export function keyLow(x: number, y: number): number {
  return ((spread(y & 0xffff) << 1) | spread(x & 0xffff)) >>> 0;
}

/** x of a key. */
export function keyX(high: number, low: number): number {
  return ((gather(high) << 16) | gather(low)) >>> 0;
}

/** y of a key. */
export function keyY(high: number, low: number): number {
  return ((gather(high >>> 1) << 16) | gather(low >>> 1)) >>> 0;
}

/** 16 bits to the even places of 32 (Warren, Hacker's Delight, 2nd ed., 7-2). */
function spread(bits: number): number {
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

/** The even places of 32 bits to 16. */
function gather(bits: number): number {
  bits &= 0x55555555;
  bits = (bits | (bits >>> 1)) & 0x33333333;
  bits = (bits | (bits >>> 2)) & 0x0f0f0f0f;
  bits = (bits | (bits >>> 4)) & 0x00ff00ff;
  return (bits | (bits >>> 8)) & 0x0000ffff;
}
