import { createServer } from 'node:http';

const bicycles = [
  { id: 'b1', gears: 3 },
  { id: 'b2', gears: 21 },
];

/** The service that is tested: replace it by yours. */
export const startServer = async (): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const server = createServer((request, response) => {
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
    };
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, collection, id, ...rest] = pathname.split('/');
    if (collection !== 'bicycles' || rest.length > 0) return send(404, { message: 'There is no such path' });
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return send(405, { message: 'Bicycles can only be read' });
    }
    if (id === undefined) return send(200, bicycles);
    const found = bicycles.find((bicycle) => bicycle.id === id);
    return found === undefined ? send(404, { message: 'There is no such bicycle' }) : send(200, found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
