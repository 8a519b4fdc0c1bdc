/** One measured thing with its values, in the words of Prometheus. */
export interface Metric {
  name: string;
  help: string;
  type: 'counter' | 'gauge';
  values: { labels: Record<string, string>; value: number }[];
}
