import { afterEach } from 'vitest';
import { createRedactor } from '../../src/exchange/redactor.ts';
import { createSender, type Sender, type SenderOptions } from '../../src/exchange/sender.ts';
import type { Answer, Exchange, NoAnswer } from '../../src/model/exchange.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import { startRaw, startRawTls, type Answering, type RawServer } from './raw-server.ts';

export const secrets = { key: 'sk_live_Q7w"x\\9/Zr4%tB+2mKpE', second: 'sk_live_SecondKey0123456789' } as const;

/** A plain read, changed where a test needs it. */
export const plan = (changes: Partial<PlannedRequest> = {}): PlannedRequest => ({
  operation: 'GET /things',
  method: 'GET',
  path: '/things',
  pathValues: {},
  query: [],
  headers: [],
  credential: { kind: 'none' },
  faults: [],
  ...changes,
});

const toClose: { close(): Promise<void> }[] = [];

/** Closes what the test opened, senders before servers. */
export const closeAfterEach = (): void => {
  afterEach(async () => {
    for (const resource of toClose.splice(0).toReversed()) await resource.close();
  });
};

const keep = <T extends { close(): Promise<void> }>(resource: T): T => {
  toClose.push(resource);
  return resource;
};

export const server = async (answer: Answering): Promise<RawServer> => keep(await startRaw(answer));
export const tlsServer = async (answer: Answering): Promise<RawServer> => keep(await startRawTls(answer));

export const senderTo = (baseUrl: string, options: Partial<SenderOptions> = {}): Sender =>
  keep(createSender({ baseUrl, secrets, redactor: createRedactor(Object.values(secrets)), ...options }));

export const answerOf = ({ reply }: Exchange): Answer => {
  if (reply.kind !== 'answer') throw new Error(`No answer: ${reply.failure}, ${reply.message}`);
  return reply;
};

export const noAnswerOf = ({ reply }: Exchange): NoAnswer => {
  if (reply.kind !== 'no-answer') throw new Error(`An answer came: ${reply.status}`);
  return reply;
};
