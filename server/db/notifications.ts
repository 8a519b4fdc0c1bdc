import pg from 'pg';

const CHANNEL = 'alai_changes';
const CONNECT_AGAIN_MILLISECONDS = 1000;
/** Notifications of so long are sent as one. */
const COALESCE_MILLISECONDS = 20;
/** A connection that only listens is asked for a sign of life so often, and is given up when none comes within a while. */
const SIGN_OF_LIFE_EVERY_MILLISECONDS = 20_000;
const SIGN_OF_LIFE_WITHIN_MILLISECONDS = 10_000;
/** How long a connection may take to be closed properly. */
const CLOSE_WITHIN_MILLISECONDS = 1000;

/** Hears that something was committed, by whichever process, and tells the others of what was committed here. */
export interface Commits {
  /** Calls `heard` after commits, from now on until the answer is called. Some may be missed, and some may be of nothing new. */
  watch(heard: () => void): () => void;
  /** A transaction of this process was committed: tells those who watch here, and the others. */
  committed(): void;
  /** Tells the others only: here it is known. */
  tellOthers(): void;
  close(): Promise<void>;
}

/** Where there is one process only. */
export function commitsHere(): Commits {
  const watchers = new Set<() => void>();
  const tell = () => watchers.forEach((heard) => heard());
  return {
    watch(heard) {
      watchers.add(heard);
      return () => watchers.delete(heard);
    },
    committed: tell,
    // Whoever knows it already is told again, which costs a look that finds nothing.
    tellOthers: tell,
    close: async () => undefined,
  };
}

/**
 * Among all processes on one PostgreSQL, by LISTEN and NOTIFY on a connection of its own that is opened when somebody
 * watches, and again when it is lost. What is sent is empty: it only wakes.
 *
 * The writer notifies after its commit, not a trigger within: a transaction that notifies holds a lock of the whole server
 * until it is on the disk, so that commits would wait for each other's fsync instead of sharing one.
 */
export function commitsOnPostgres(options: pg.ClientConfig): Commits {
  const here = commitsHere();
  let client: { connection: pg.Client; giveUp: () => void } | null = null;
  let again: NodeJS.Timeout | undefined;
  let sending: NodeJS.Timeout | undefined;
  let asking: NodeJS.Timeout | undefined;
  let wanted = false;
  let watched = false;
  let closed = false;

  const lost = (which: pg.Client) => {
    if (client?.connection === which) {
      client = null;
      clearInterval(asking);
    }
    void which.end().catch(() => {});
    if (closed) return;
    clearTimeout(again);
    again = setTimeout(() => void connect(), CONNECT_AGAIN_MILLISECONDS);
    again.unref();
  };
  const connect = async () => {
    const made = new pg.Client({
      ...options,
      application_name: 'alai-map-listen',
      query_timeout: SIGN_OF_LIFE_WITHIN_MILLISECONDS,
    });
    let gone = false;
    const end = () => {
      if (!gone) lost(made);
      gone = true;
    };
    made.on('error', end);
    made.on('end', end);
    made.on('notification', ({ processId }) => {
      // Whoever wrote here has been told by committed().
      if (processId !== (made as pg.Client & { processID?: number }).processID) here.committed();
    });
    try {
      await made.connect();
      // A notification that a crash of the server loses woke nobody anyway.
      await made.query(`set synchronous_commit = off; listen ${CHANNEL}`);
    } catch {
      return end();
    }
    if (closed) return void made.end().catch(() => {});
    client = { connection: made, giveUp: end };
    clearInterval(asking);
    asking = setInterval(() => void made.query('select').catch(end), SIGN_OF_LIFE_EVERY_MILLISECONDS);
    asking.unref();
    // What was missed meanwhile.
    here.committed();
  };
  const send = async () => {
    wanted = false;
    await client?.connection.query(`notify ${CHANNEL}`).catch(client.giveUp);
    sending = undefined;
    // Committed while it was under way: that one may have come too late for it.
    if (wanted) tellOthers();
  };
  const tellOthers = () => {
    wanted = true;
    if (client) sending ??= setTimeout(() => void send(), COALESCE_MILLISECONDS);
  };

  return {
    watch(heard) {
      if (!watched) void connect();
      watched = true;
      return here.watch(heard);
    },
    committed() {
      here.committed();
      tellOthers();
    },
    tellOthers,
    async close() {
      closed = true;
      clearTimeout(again);
      clearTimeout(sending);
      clearInterval(asking);
      const end = client?.connection.end().catch(() => {});
      await Promise.race([end, new Promise((resolve) => setTimeout(resolve, CLOSE_WITHIN_MILLISECONDS).unref())]);
    },
  };
}
