import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { ImportFailure } from './failure.ts';

const SNIFF_BYTES = 65_536;

/** The beginning of a file (up to 64 kB) as text, for telling its format. Throws an ImportFailure when it cannot be read as UTF-8. */
export async function beginningOf(file: string): Promise<string> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw cannotRead(file, error);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
    const bytes = buffer.subarray(0, bytesRead);
    refuseOtherFormats(file, bytes);
    // The last character may be cut in two, so this is not the place to complain about it.
    return new TextDecoder('utf-8').decode(bytes, { stream: true });
  } catch (error) {
    throw cannotRead(file, error as NodeJS.ErrnoException);
  } finally {
    await handle.close();
  }
}

/** The text of a UTF-8 file piece by piece, without a byte-order mark. Throws an ImportFailure with the line where it is not UTF-8. */
export async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 1;
  let bytes: Buffer = Buffer.alloc(0);
  try {
    for await (bytes of createReadStream(file) as AsyncIterable<Buffer>) {
      const text = decoder.decode(bytes, { stream: true });
      lines += count(text);
      yield text;
    }
    yield decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw cannotRead(file, error as NodeJS.ErrnoException);
    const before = new TextDecoder('utf-8').decode(bytes).split('\ufffd')[0]!;
    throw new ImportFailure(
      `${path.basename(file)}, line ${lines + count(before)}: this is not UTF-8. Save the file as UTF-8 and try again.`,
    );
  }
}

function count(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function refuseOtherFormats(file: string, bytes: Buffer): void {
  const name = path.basename(file);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new ImportFailure(`${name} is UTF-16. Save it as UTF-8 and try again.`);
  }
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04') {
    throw new ImportFailure(`${name} is a ZIP or Excel file. Save the sheet as CSV (UTF-8) and try again.`);
  }
  if (bytes.length === 0) throw new ImportFailure(`${name} is empty.`);
}

function cannotRead(file: string, error: NodeJS.ErrnoException): Error {
  if (error instanceof ImportFailure) return error;
  if (error.code === 'ENOENT') return new ImportFailure(`There is no file ${file}.`, { cause: error });
  if (error.code === 'EISDIR') return new ImportFailure(`${file} is a directory, not a file.`, { cause: error });
  if (error.code === 'EACCES') return new ImportFailure(`${file} may not be read by this user.`, { cause: error });
  return error;
}
