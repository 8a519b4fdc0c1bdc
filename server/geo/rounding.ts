const PER_DEGREE = 1_000_000;

/** A place [longitude, latitude] in degrees with six decimals: about 11 cm. */
export function roundedPlace([lng, lat]: readonly [number, number]): [number, number] {
  return [Math.round(lng * PER_DEGREE) / PER_DEGREE, Math.round(lat * PER_DEGREE) / PER_DEGREE];
}
