import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a PostgreSQL that can fall silent, as when its host loses power or a firewall forgets a connection. */
export interface BlackHole {
  /** Connection string that leads through it. */
  readonly url: string;
  /** From now on nothing is passed on: what is connected stays so, who connects is taken, and nobody hears a word. */
  swallow(): void;
  /** New connections lead through again; those of before stay dead. */
  letThrough(): void;
  close(): void;
}

export async function openBlackHole(url: string): Promise<BlackHole> {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  let swallowing = false;
  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => {}).on('close', () => open.delete(client));
    if (swallowing) return void client.pause();
    const database = connect(Number(port), hostname);
    open.add(database);
    database.on('error', () => {}).on('close', () => open.delete(database));
    client.pipe(database).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    swallow() {
      swallowing = true;
      for (const socket of open) socket.unpipe().pause();
    },
    letThrough: () => void (swallowing = false),
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
