import type { Contract } from '../../../src/contract/model.ts';
import { type Answering, startRaw } from '../../exchange/raw-server.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { type JudgedRun, judgedRun } from '../faults/judged-run.ts';
import type { Behaviour, Listening } from './behaviour.ts';
import { message, sound } from './octets.ts';

export type Extent = 'one' | 'all';

const object = { type: 'object', required: ['ok'], properties: { ok: { type: 'boolean' } } };
const described = { responses: { '200': { description: 'Fine', content: { 'application/json': { schema: object } } } } };

/** The path of the operation that misbehaves, and of its sound neighbour. */
export const paths = { ill: '/ill', well: '/well' } as const;

const key = 'lab-key-5f1c77a0d93e';

/** The document of a lab: an operation that may misbehave, beside a sound one. */
export const documentOf = ({ method = 'get', says = {}, secured }: Pick<Behaviour, 'method' | 'says' | 'secured'>): object => ({
  openapi: '3.1.0',
  info: { title: 'Lab', version: '1' },
  paths: {
    [paths.well]: { get: { operationId: 'well', ...described } },
    [paths.ill]: { [method]: { operationId: 'ill', ...described, ...says } },
  },
  ...(secured && { security: [{ key: [] }], components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } } }),
});

const pathOf = (line: string): string => new URL(line.split(' ')[1] ?? '/', 'http://lab').pathname;

/** Starts the server of a behaviour. What is asked of the other server is in `asked`. */
const startLab = async (behaviour: Behaviour, extent: Extent): Promise<Listening & { readonly asked: string[] }> => {
  const asked: string[] = [];
  const { acts } = behaviour;
  if (typeof acts !== 'function') return { ...(await acts.listen()), asked };
  const other = await startRaw((socket, { line }) => {
    asked.push(line);
    socket.write(sound);
  });
  let number = 0;
  const answer: Answering = (socket, request) => {
    const path = pathOf(request.line);
    const isKnown = path === paths.well || path === paths.ill;
    const isIll = path === paths.ill || (extent === 'all' && path === paths.well);
    if (behaviour.secured && !request.headers.some(([name, value]) => name.toLowerCase() === 'x-key' && value === key))
      socket.write(message('401 Unauthorized', ['WWW-Authenticate: Key']));
    else if (isIll) acts({ socket, request, number: (number += 1), elsewhere: other.url });
    else socket.write(isKnown ? sound : message('404 Not Found'));
  };
  const server = await startRaw(answer);
  return { url: server.url, asked, close: () => Promise.all([server.close(), other.close()]).then(() => undefined) };
};

/** A judged behaviour, and the requests that came to the other server. */
export type JudgedBehaviour = JudgedRun & { readonly asked: readonly string[]; readonly url: string };

/** Judges a server that behaves so at one operation, or as a whole. */
export const judgeBehaviour = async (behaviour: Behaviour, extent: Extent): Promise<JudgedBehaviour> => {
  const contract: Contract = await contractIn(writeToolDocument(documentOf(behaviour)));
  const lab = await startLab(behaviour, extent);
  try {
    const run = await judgedRun({
      contract,
      server: { url: lab.url },
      allow: [],
      secrets: behaviour.secured ? { key } : {},
      timeoutMs: behaviour.timeoutMs ?? 30_000,
      http: { maxWaitSeconds: 1, ...behaviour.http, ...(lab.ca === undefined ? {} : { ca: lab.ca }) },
    });
    return { ...run, asked: lab.asked, url: lab.url };
  } finally {
    await lab.close();
  }
};
