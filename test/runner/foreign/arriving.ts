import { createRedactor } from '../../../src/exchange/redactor.ts';
import { createSender } from '../../../src/exchange/sender.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import { bayContract, bayDocument, does, makingFor, requestFor } from '../../generators/bay-contract.ts';
import { type Arrived, startHarbour } from '../../worlds/every-body-and-parameter.ts';

type Json = Readonly<Record<string, unknown>>;

const secrets = { key: 'sk_bay_0123456789abcdef' };

/** Makes the request to an operation of a document, sends it, and returns what arrived. */
export const arrivingFrom = async (document: Json, key: string): Promise<{ readonly arrived: Arrived; readonly exchange: Exchange }> => {
  const path = key.slice(key.indexOf(' ') + 1);
  const { url, arrived } = await startHarbour([path.replaceAll(/\{(\w+)\}/g, ':$1')]);
  const contract = await bayContract(document);
  const request = requestFor(contract, key, makingFor(contract));
  const sender = createSender({
    baseUrl: url,
    urls: {},
    timeoutMs: 5000,
    headers: {},
    secrets,
    passesFor: () => [{ scheme: 'key', placement: contract.credentialPlacement, isKey: true }],
    redactor: createRedactor(Object.values(secrets)),
  });
  let exchange: Exchange;
  try {
    exchange = await sender.send(request, 'x1');
  } finally {
    await sender.close();
  }
  const [first] = arrived;
  if (!first) throw new Error('nothing arrived');
  return { arrived: first, exchange };
};

/** The same for the only operation of a document. */
export const arriving = async (
  method: string,
  path: string,
  operation: Json,
  more: { readonly schemas?: Json; readonly rest?: Json } = {},
): Promise<Arrived> => {
  const document = bayDocument({ [path]: { [method]: does(operation) } }, more.schemas, more.rest);
  return (await arrivingFrom(document, `${method.toUpperCase()} ${path}`)).arrived;
};
