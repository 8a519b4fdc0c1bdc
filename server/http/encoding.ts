export type Encoding = 'br' | 'gzip';

/** Values of Accept-Encoding seen: browsers send one of a handful. */
const HEADERS_MAX = 100;

const known = new Map<string, Encoding | null>();

/** The better encoding that an Accept-Encoding header allows, null for plain. */
export function encodingFor(header: string | string[] | undefined): Encoding | null {
  if (typeof header !== 'string') return null;
  let encoding = known.get(header);
  if (encoding === undefined) {
    encoding = read(header);
    if (known.size < HEADERS_MAX) known.set(header, encoding);
  }
  return encoding;
}

/** RFC 9110, 12.5.3: names with weights; weight 0 forbids, `*` stands for all that are not named. */
function read(header: string): Encoding | null {
  const weights = new Map(
    header.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))] as const;
    }),
  );
  const allows = (name: string) => (weights.get(name) ?? weights.get('*') ?? 0) > 0;
  return allows('br') ? 'br' : allows('gzip') ? 'gzip' : null;
}
