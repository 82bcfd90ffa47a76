import type { IncomingMessage } from 'node:http';
import { isObject } from '../../../src/contract/pointer.ts';

/** The JSON value that a request brings; undefined where its body is no JSON. */
export const jsonBody = async (incoming: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
};

/** The JSON object that a request brings; undefined where its body is something else. */
export const objectBody = async (incoming: IncomingMessage): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const value = await jsonBody(incoming);
  return isObject(value) ? value : undefined;
};
