import type { Server } from 'node:http';
import { afterTest } from '../beside-others.ts';

/** Lets a server listen on a free port of 127.0.0.1 until the test is over. Returns its address, without a slash at the end. */
export const onLoopback = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
};
