import { PbfWriter } from 'pbf';

/** Field numbers of Mapbox Vector Tile 2.1: https://github.com/mapbox/vector-tile-spec/tree/master/2.1 */
const LAYER = { name: 1, feature: 2, key: 3, value: 4, extent: 5, version: 15 } as const;
const FEATURE = { id: 1, tags: 2, type: 3, geometry: 4 } as const;
const VALUE = { string: 1, uint: 5, boolean: 7 } as const;
const VERSION = 2;
const POINT = 1;
/** Command MoveTo for one point. */
const MOVE_TO_ONE = 1 | (1 << 3);
const LENGTH_DELIMITED = 2;
/** No feature is longer: an id of 8 bytes, 8 properties of 1 + 4 bytes, a point of 5. So one byte holds its length. */
const FEATURE_BYTES_MAX = 127;
const HEX_DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const DASH = '-'.charCodeAt(0);
const UUID_BYTES = 36;

/**
 * A layer of points, written feature by feature. Properties are pairs of numbers: of a key in the order of `keys`, and of
 * a value as `text`, `count`, `flag` or `uuid` answer with; equal values share a number.
 */
export class LayerWriter {
  readonly #name: string;
  readonly #keys: readonly string[];
  readonly #extent: number;
  readonly #features = new PbfWriter(new Uint8Array(4096));
  readonly #values = new PbfWriter(new Uint8Array(4096));
  #valueCount = 0;
  readonly #numberOf = new Map<string | number | boolean, number>();

  constructor(name: string, keys: readonly string[], extent: number) {
    this.#name = name;
    this.#keys = keys;
    this.#extent = extent;
  }

  text(value: string): number {
    const known = this.#numberOf.get(value);
    return known ?? this.#remember(value, (to) => to.writeStringField(VALUE.string, value));
  }

  /** A whole number >= 0. */
  count(value: number): number {
    const known = this.#numberOf.get(value);
    return known ?? this.#remember(value, (to) => to.writeVarintField(VALUE.uint, value));
  }

  flag(value: boolean): number {
    const known = this.#numberOf.get(value);
    return known ?? this.#remember(value, (to) => to.writeBooleanField(VALUE.boolean, value));
  }

  /** The UUID in four 32-bit words at words[at * 4 ...]; each is taken to be new. Bytes, because there are so many. */
  uuid(words: Uint32Array, at: number): number {
    const to = this.#values;
    to.writeTag(LAYER.value, LENGTH_DELIMITED);
    to.writeVarint(UUID_BYTES + 2);
    to.writeTag(VALUE.string, LENGTH_DELIMITED);
    to.writeVarint(UUID_BYTES);
    to.realloc(UUID_BYTES);
    const { buf } = to;
    let { pos } = to;
    for (let digit = 0; digit < 32; digit++) {
      if (digit === 8 || digit === 12 || digit === 16 || digit === 20) buf[pos++] = DASH;
      buf[pos++] = HEX_DIGITS[(words[at * 4 + (digit >>> 3)]! >>> (28 - 4 * (digit & 7))) & 15]!;
    }
    to.pos = pos;
    return this.#valueCount++;
  }

  /**
   * Adds a point.
   *
   * @param id whole number below 2^53
   * @param x units of the tile eastward
   * @param y units of the tile southward
   * @param tags key, value, key, value ... of which the first `tagCount` count
   */
  point(id: number, x: number, y: number, tags: ArrayLike<number>, tagCount: number): void {
    const to = this.#features;
    to.realloc(FEATURE_BYTES_MAX + 2);
    to.writeTag(LAYER.feature, LENGTH_DELIMITED);
    const lengthAt = to.pos++;
    to.writeVarintField(FEATURE.id, id);
    to.writeTag(FEATURE.tags, LENGTH_DELIMITED);
    const tagsLengthAt = to.pos++;
    for (let i = 0; i < tagCount; i++) to.writeVarint(tags[i]!);
    to.buf[tagsLengthAt] = to.pos - tagsLengthAt - 1;
    to.writeVarintField(FEATURE.type, POINT);
    to.writeTag(FEATURE.geometry, LENGTH_DELIMITED);
    const geometryLengthAt = to.pos++;
    to.writeVarint(MOVE_TO_ONE);
    to.writeSVarint(x);
    to.writeSVarint(y);
    to.buf[geometryLengthAt] = to.pos - geometryLengthAt - 1;
    to.buf[lengthAt] = to.pos - lengthAt - 1;
  }

  /** The whole layer as a message. */
  finish(): Uint8Array {
    const layer = new PbfWriter(new Uint8Array(this.#features.pos + this.#values.pos + 256));
    layer.writeVarintField(LAYER.version, VERSION);
    layer.writeStringField(LAYER.name, this.#name);
    append(layer, this.#features);
    for (const key of this.#keys) layer.writeStringField(LAYER.key, key);
    append(layer, this.#values);
    layer.writeVarintField(LAYER.extent, this.#extent);
    return layer.finish();
  }

  #remember(value: string | number | boolean, write: (to: PbfWriter) => void): number {
    this.#values.writeMessage(LAYER.value, (_, to) => write(to), null);
    this.#numberOf.set(value, this.#valueCount);
    return this.#valueCount++;
  }
}

function append(to: PbfWriter, from: PbfWriter): void {
  to.realloc(from.pos);
  to.buf.set(from.buf.subarray(0, from.pos), to.pos);
  to.pos += from.pos;
}
