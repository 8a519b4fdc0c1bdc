/** Asia/Bishkek: UTC+6 all year. */
const BISHKEK_OFFSET_MS = 6 * 3_600_000;

/** DD.MM.YYYY, HH:MM on a clock in Osh. @param moment RFC 3339 */
export function formatMoment(moment: string): string {
  const [day = '', time = ''] = new Date(Date.parse(moment) + BISHKEK_OFFSET_MS).toISOString().split('T');
  return `${day.split('-').reverse().join('.')}, ${time.slice(0, 5)}`;
}
