/** Of an IPv6 address the network: a household has all that begin with it. */
const NETWORK_GROUPS = 4;

/** An IPv4 address, in IPv6 writing or not, or the first 64 bits of an IPv6 address. */
export function clientOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  // "::" stands for as many zeros as are missing.
  if (tail !== undefined) {
    const after = tail.split(':').filter((group) => group !== '');
    while (groups.length + after.length < 8) groups.push('0');
    groups.push(...after);
  }
  return groups.slice(0, NETWORK_GROUPS).join(':').toLowerCase();
}
