import { ratioAtMost, type Context, type Goal, type Group, type Place } from './context.ts';
import { runLoad, type Step } from './load.ts';
import { busyTiles, coldSequences, SEND } from './places.ts';
import { inTurn } from './rounds.ts';

const TILES_OF_A_ZOOM = 12;
const likeATenth: Goal = ratioAtMost(1.3, '<= 1.3x that of a tenth of the reports', 5);

export const growth: Group<'tile' | 'list' | 'insert'> = {
  rows: {
    tile: { name: 'growth: cold tile z10-z17, any filter, p50', unit: 'ms', goal: likeATenth },
    list: { name: 'growth: filtered list page of 100, p50', unit: 'ms', goal: likeATenth },
    insert: { name: 'growth: one durable report, p50', unit: 'ms', goal: likeATenth },
  },
  async measure(context) {
    // The same tiles of both.
    const tiles = coldSequences(await busyTiles(context.small.url, [10, 11, 12, 13, 14, 15, 16, 17], TILES_OF_A_ZOOM));
    const lists = [
      'category=WATER',
      'status=resolved',
      'bbox=72.80,40.46,72.86,40.52',
      'area=alai-1',
      'to=2025-01-01',
    ].map((filter) => [{ path: `/api/reports?limit=100&${filter}` }]);
    const seen = await inTurn(context.rounds, {
      tileSmall: p50(context, context.small, tiles),
      tile: p50(context, context.large, tiles),
      listSmall: p50(context, context.small, lists),
      list: p50(context, context.large, lists),
      insertSmall: p50(context, context.small, [[SEND]]),
      insert: p50(context, context.large, [[SEND]]),
    });
    return {
      tile: { value: seen.tile, limit: seen.tileSmall },
      list: { value: seen.list, limit: seen.listSmall },
      insert: { value: seen.insert, limit: seen.insertSmall },
    };
  },
};

function p50({ seconds }: Context, { server }: Place, sequences: Step[][]): () => Promise<number> {
  return async () =>
    (await runLoad({ origin: server.origin, connections: 1, warmupSeconds: seconds / 5, seconds, sequences })).p50;
}
