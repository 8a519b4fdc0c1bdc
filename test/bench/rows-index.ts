import path from 'node:path';
import { ROOT } from '../../server/root.ts';
import { atMost, type Group } from './context.ts';
import { median } from './rounds.ts';
import { startBenchServer } from './server.ts';
import { runTool } from './tool.ts';

const MILLION = 1e6;

export const index: Group<'memory' | 'load'> = {
  rows: {
    memory: { name: 'memory of the index', unit: 'bytes/report', goal: atMost(64) },
    load: {
      name: 'loading the index',
      unit: 's',
      goal: { ...atMost(10), text: '<= 10 for 1,000,000' },
    },
  },
  async measure(context) {
    const { large, scratch, rounds } = context;
    const script = path.join(ROOT, 'test/bench/index-memory.mjs');
    const output = await runTool(process.execPath, ['--expose-gc', script, large.url]);
    const { reports, columns, held } = JSON.parse(output) as { reports: number; columns: number; held: number };
    context.say(
      `  ${(columns / reports).toFixed(1)} bytes/report in columns and tables, ${(held / reports).toFixed(1)} in all`,
    );
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const server = await startBenchServer(large.url, scratch);
      const logged = /"milliseconds":(\d+)[^\n]*"index loaded"/.exec(server.log());
      await server.stop();
      if (logged === null)
        return { memory: { value: held / reports }, load: { value: null, why: 'the server logged no time' } };
      seconds.push(Number(logged[1]) / 1000);
    }
    return { memory: { value: held / reports }, load: { value: median(seconds), judged: reports >= MILLION } };
  },
};
