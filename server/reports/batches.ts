/**
 * Makes of `work`, which does many at once, a function for one: what is asked for while `work` is busy waits and is then
 * done together, at most `max` at a time and in the order of asking. A lone caller never waits for others to come.
 * `work` gives a result for each item, in their order. When it throws for several, and not with an error that
 * `concernsAll`, each is tried alone, so that a bad one fails nobody but itself: `work` must have done nothing then.
 */
export function inBatches<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  max: number,
  concernsAll: (error: unknown) => boolean,
): (item: Item) => Promise<Result> {
  const waiting: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] = [];
  let busy = false;
  const run = async () => {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, max);
      const outcomes = await settle(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index]!;
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome.result);
      });
    }
    busy = false;
  };
  const settle = async (items: readonly Item[]): Promise<({ result: Result } | { error: unknown })[]> => {
    try {
      return (await work(items)).map((result) => ({ result }));
    } catch (error) {
      if (items.length === 1 || concernsAll(error)) return items.map(() => ({ error }));
      const outcomes = [];
      for (const item of items) outcomes.push(...(await settle([item])));
      return outcomes;
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!busy) void run();
    });
}
