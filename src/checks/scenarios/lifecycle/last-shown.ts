import { operationWith } from '../../../contract/operation.ts';
import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { answersSame } from '../../../contract/infer/effects/creation-responses.ts';
import { beginsWith, inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { readOfOne } from '../../subjects/own-resources.ts';

type Resource = Readonly<Record<string, unknown>>;

/** What answers showed last of resources that nothing reads one by one, by their types and the values in their paths. */
const shown = defineScenario<null, Map<string, Resource>>({ id: 'last-shown', run: async () => new Map() });

const keyOf = (type: AnyInferred, values: PathValues): string => JSON.stringify([type.name, ...valuesAlong(itemOf(type).path, values)]);

const known = new WeakMap<Contract, readonly AnyInferred[]>();

/** The types of which the document has no read of one. */
const unreadTypes = (contract: Contract): readonly AnyInferred[] => {
  const before = known.get(contract);
  if (before) return before;
  const found = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].filter((type) => !readOfOne(contract, type));
  known.set(contract, found);
  return found;
};

/** Call for each answer. Keeps what it shows of a resource that nothing reads: when that is created, and when something is done to it that answers with the same schema. */
export const noteShown = async (session: Session, exchange: Exchange): Promise<void> => {
  const { contract } = session;
  const { request } = exchange;
  if (contract.standard.size === 0 || request.method === 'GET' || !isSuccess(exchange)) return;
  const types = unreadTypes(contract);
  const operation = types.length === 0 ? undefined : operationWith(contract, request.operation);
  if (!operation) return;
  const all = await session.run(shown, null);
  for (const type of types) {
    const item = itemOf(type).path;
    const resource = resourceIn(jsonOf(exchange));
    if (operation.key === type.create.key) {
      const made = createdResource(type, exchange, session.target.baseUrl);
      if (made.kind === 'known' && resource) all.set(keyOf(type, made.pathValues), resource);
      continue;
    }
    const isOn = beginsWith(operation.path, item) && parametersIn(operation.path).length === parametersIn(item).length;
    if (!isOn) continue;
    const key = keyOf(type, inPath(item, valuesAlong(operation.path, request.pathValues)));
    if (answersSame(operation, type.create) && resource && operation.method !== 'DELETE') all.set(key, resource);
    // What it shows now is unknown.
    else if (operation.method !== 'POST') all.delete(key);
  }
};

/** What an answer showed last of a resource of the run that nothing reads; undefined where none did. */
export const lastShown = async (session: Session, type: AnyInferred, values: PathValues): Promise<Resource | undefined> =>
  (await session.run(shown, null)).get(keyOf(type, values));
