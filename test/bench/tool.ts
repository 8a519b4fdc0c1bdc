import { spawn } from 'node:child_process';

const PRINTED_MAX = 100_000;
/** Programs say at the end why they end. */
const FAULT_LINES = 3;

/**
 * Runs a program to its end and answers with what it printed. `discard` throws its standard output away as it comes.
 * Rejects with what it said when it cannot be started or ends with another code than 0.
 */
export function runTool(
  command: string,
  args: string[],
  options: { input?: string; discard?: boolean } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', options.discard ? 'ignore' : 'pipe', 'pipe'] });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    let [output, faults] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (faults = (faults + text).slice(-PRINTED_MAX)));
    child.once('error', (error) => {
      process.off('exit', kill);
      reject(error);
    });
    child.once('close', (code) => {
      process.off('exit', kill);
      if (code === 0) resolve(output);
      else
        reject(new Error(`${command} ended with ${code}: ${faults.trim().split('\n').slice(-FAULT_LINES).join('; ')}`));
    });
    child.stdin!.on('error', () => {
      // It ended without reading; its exit code says why.
    });
    child.stdin!.end(options.input ?? '');
  });
}
