import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems give to connections and to servers that name none: one of those may be taken before it is used. */
const ownPorts = [15_000, 32_000] as const;

/** A port of this machine that is free now, and that nobody is given by chance. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(...ownPorts);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
};
