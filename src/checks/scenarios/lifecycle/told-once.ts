import { operationWith } from '../../../contract/operation.ts';
import { answerSchema } from '../../../contract/infer/conventions/collection.ts';
import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import { createdResource } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { resourceIn, suitedMembers, toldBy } from '../../../contract/infer/suited-members.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario, type Session } from '../../kit/session.ts';

/** What answers told once of resources, by their types, the values in their paths and the names of the members. */
const told = defineScenario<null, Map<string, string | number>>({ id: 'told-once', run: async () => new Map() });

const keyOf = (type: AnyInferred, values: readonly string[], member: string): string => JSON.stringify([type.name, ...values, member]);

type Teller = { readonly type: AnyInferred; readonly member: string };

const known = new WeakMap<Contract, ReadonlyMap<string, readonly Teller[]>>();

/** The operations whose answers tell what others ask for, by their keys. */
const tellersIn = (contract: Contract): ReadonlyMap<string, readonly Teller[]> => {
  const before = known.get(contract);
  if (before) return before;
  const found = new Map<string, Teller[]>();
  for (const operation of contract.operations)
    for (const { member, kind } of suitedMembers(contract, operation)) {
      const { type, tellers = [] } = (kind === 'told' && toldBy(contract, operation, member)) || {};
      for (const { key } of type ? tellers : []) found.set(key, [...(found.get(key) ?? []), ...(type ? [{ type, member }] : [])]);
    }
  known.set(contract, found);
  return found;
};

/** Call for each answer. Keeps what it tells that no read shows, and another action asks for: the code with which a parcel is fetched. */
export const noteTold = async (session: Session, exchange: Exchange): Promise<void> => {
  const { contract, target } = session;
  if (contract.standard.size === 0 || !isSuccess(exchange)) return;
  const operation = operationWith(contract, exchange.request.operation);
  const tellers = (operation && tellersIn(contract).get(operation.key)) ?? [];
  if (!operation || answerSchema(operation) === undefined) return;
  for (const { type, member } of tellers) {
    const value = resourceIn(jsonOf(exchange))?.[member];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const made = operation.key === type.create.key ? createdResource(type, exchange, target.baseUrl) : undefined;
    const values =
      made === undefined
        ? valuesAlong(operation.path, exchange.request.pathValues)
        : made.kind === 'known'
          ? valuesAlong(itemOf(type).path, made.pathValues)
          : undefined;
    if (values) (await session.run(told, null)).set(keyOf(type, Object.values(inPath(itemOf(type).path, values)), member), value);
  }
};

/** What an answer told once of the resource with some values in its path; undefined where none did. */
export const toldOnce = async (
  session: Session,
  type: AnyInferred,
  values: readonly string[],
  member: string,
): Promise<string | number | undefined> =>
  (await session.run(told, null)).get(keyOf(type, Object.values(inPath(itemOf(type).path, values)), member));
