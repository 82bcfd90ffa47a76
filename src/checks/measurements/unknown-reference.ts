import { isSuccess, statusOf } from '../../contract/message.ts';
import { operationOf } from '../../contract/operation.ts';
import { isObject } from '../../contract/pointer.ts';
import { lookalikeId } from '../../generators/unknown-id.ts';
import type { Exchange } from '../../model/exchange.ts';
import { NotTried } from '../define.ts';
import { referringIn } from '../referring.ts';
import { defineMeasurement } from '../session.ts';
import { creationAsSet, requestAsSet } from './creation-as-set.ts';
import { created } from './created.ts';
import { plainRead } from './plain-read.ts';

export type UnknownReference = {
  /** The same request for a thing that exists. */
  readonly control: Exchange;
  readonly id: string;
  /** Undefined where the control was no success. */
  readonly exchange: Exchange | undefined;
};

/** A request that refers to a thing which does not exist, after the same for one that does. */
export const unknownReference = defineMeasurement<{ readonly operation: string; readonly name: string }, UnknownReference>({
  id: 'unknown-reference',
  async run(session, { operation: key, name }) {
    const operation = operationOf(session.contract, key);
    const referring = referringIn(session.contract, operation).find((one) => one.name === name);
    if (!referring) throw new NotTried('not-applicable', `"${name}" of ${key} refers to nothing`);
    const isCreation = session.contract.resources.some(({ create }) => create?.key === key);
    const isBody = referring.where === 'request body';
    const control = isCreation
      ? (await session.measure(created, { operation: key })).exchange
      : isBody
        ? await session.measure(creationAsSet, { operation: key, settings: [], purpose: 'refer' })
        : await session.measure(plainRead, { operation: key });
    const known = isBody ? bodyValue(control, name) : control.request.query.find(([one]) => one === name)?.[1];
    const alike = known === undefined ? undefined : lookalikeId(known, (label, count) => session.hex(label, count));
    const id = alike ?? `ct-${session.hex('unknown-reference', 12)}`;
    if (!isSuccess(control) || statusOf(control) === undefined) return { control, id, exchange: undefined };
    const value = referring.isList ? [id] : id;
    const base = isBody
      ? requestAsSet(session, { operation: key, settings: [{ member: name, value }], purpose: 'refer-nowhere' })
      : control.request;
    const pairs = base.query.filter(([one]) => one !== name);
    const headers = base.headers.filter(([one]) => one !== name);
    const request =
      referring.where === 'query'
        ? { ...base, query: [...pairs, [name, id] as const] }
        : referring.where === 'header'
          ? { ...base, headers: [...headers, [name, id] as const] }
          : base;
    return { control, id, exchange: await session.send({ ...request, faults: ['value-unusable'] }) };
  },
});

const bodyValue = ({ request: { body } }: Exchange, name: string): string | undefined => {
  const value = body?.kind === 'json' && isObject(body.value) ? body.value[name] : undefined;
  const [first] = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return typeof first === 'string' || typeof first === 'number' ? String(first) : undefined;
};
