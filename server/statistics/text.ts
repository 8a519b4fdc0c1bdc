import type { Grouping } from '../contract/enums.ts';
import type { Statistics } from '../index/rules.ts';

/**
 * The answer as JSON text, as StatisticsAnswer has it: groups show only the groupings asked for, the total is of the same
 * reports. There may be tens of thousands of groups, made of a few hundred words: it is put together from the columns,
 * each word quoted once, instead of from as many objects.
 */
export function statisticsText(by: readonly Grouping[], { total, groups, words }: Statistics): string {
  const placeText = remembered((place) => quoted(by, words.wordsOfPlace(place)));
  const statusText = remembered((status) => quoted(by, words.wordsOfStatus(status)));
  const timeText = remembered((time) => quoted(by, words.wordsOfTime(time)));
  const { keys, count, supports, households, open, resolved, medianDays } = groups;
  let text = `{"by":${JSON.stringify(by)},"total":${JSON.stringify(total)},"groups":[`;
  for (let group = 0; group < keys.length; group++) {
    const { place, status, time } = words.digitsOf(keys[group]!);
    const days = medianDays[group]!;
    text += `${group === 0 ? '{' : ',{'}${placeText(place)}${statusText(status)}${timeText(time)}"count":${count[group]!},"supports":${supports[group]!},"households":${households[group]!},"open":${open[group]!},"resolved":${resolved[group]!},"medianDays":${Number.isNaN(days) ? 'null' : days}}`;
  }
  return `${text}]}`;
}

/** `"area":"alai-1","category":"ROAD",` of the words asked for. */
function quoted(by: readonly Grouping[], words: Partial<Record<Grouping, string | null>>): string {
  return by
    .filter((grouping) => words[grouping] !== undefined)
    .map((grouping) => `${JSON.stringify(grouping)}:${JSON.stringify(words[grouping])},`)
    .join('');
}

function remembered(make: (number: number) => string): (number: number) => string {
  const known = new Map<number, string>();
  return (number) => {
    let text = known.get(number);
    if (text === undefined) known.set(number, (text = make(number)));
    return text;
  };
}
