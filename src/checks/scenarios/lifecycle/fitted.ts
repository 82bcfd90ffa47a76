import { askedSchema } from '../../../contract/asked-content.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { createdResource } from '../../../contract/infer/created-resource.ts';
import { fittingOf } from '../../../contract/infer/fitting.ts';
import { inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { itemsOf, membersOf } from '../../../contract/infer/schema-parts.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract, Schema } from '../../../contract/model.ts';
import { operationOf, operationWith } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { holdsValue, type PlannedRequest, withValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { onlyPlaceholder } from './of-owner.ts';

type Document = Contract['document'];

/** What a read shows as far as a schema for requests takes it: without the ids that the service gave. */
const asTaken = (document: Document, schema: Schema | undefined, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => asTaken(document, itemsOf(document, schema), one));
  if (!isObject(value)) return value;
  const members = membersOf(document, schema);
  if (members.size === 0) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) =>
      members.has(name) && one !== null ? [[name, asTaken(document, members.get(name), one)]] : [],
    ),
  );
};

/** A body with a value at the end of a way through its objects; as it is, where the schema does not take the value. */
const withAt = (
  document: Document,
  schema: Schema | undefined,
  body: unknown,
  [name, ...rest]: readonly string[],
  value: unknown,
): unknown => {
  if (name === undefined) {
    const taken = asTaken(document, schema, value);
    return schema !== undefined && taken !== undefined && taken !== null && mayBeSent(document, schema, taken) ? taken : body;
  }
  const around = isObject(body) ? body : {};
  const put = withAt(document, membersOf(document, schema).get(name), around[name], rest, value);
  return put === undefined ? body : { ...around, [name]: put };
};

/** The id of a new resource that fits what the path of an operation names, once for each such path; null where there is none. */
const fitted = defineScenario<
  { readonly operation: string; readonly path: readonly string[]; readonly turn: number },
  { readonly id: string | null }
>({
  id: 'fitted',
  async run(session, { operation: key, path, turn }) {
    const { contract, target } = session;
    const { document } = contract;
    const fitting = fittingOf(contract, operationOf(contract, key));
    if (!fitting) return { id: null };
    const { named, read, shared } = fitting;
    const made = await orSkipped(
      (async () => {
        const seen = await session.send(usableRequest(session, read, 'to-fit', { pathValues: inPath(read.path, path) }));
        const shown = isSuccess(seen) ? resourceIn(jsonOf(seen)) : undefined;
        const usual = usableRequest(session, named.create, `fits-${path.at(-1) ?? ''}-${turn}`);
        if (!shown || !holdsValue(usual.body) || !isObject(usual.body.value)) return undefined;
        const schema = askedSchema(named.create.body);
        let value: unknown = usual.body.value;
        for (const one of shared) value = withAt(document, schema, value, one.way, shown[one.shown]);
        return session.send({ ...usual, body: withValue(usual.body, value) });
      })(),
    );
    const resource = made === undefined || isSkipped(made) || !isSuccess(made) ? undefined : createdResource(named, made, target.baseUrl);
    return { id: resource?.kind === 'known' ? (resource.pathValues[parametersIn(itemOf(named).path).at(-1) ?? ''] ?? null) : null };
  },
});

const counts = defineScenario<null, { count: number }>({ id: 'turns-of-fitted', run: async () => ({ count: 0 }) });

/**
 * A request whose body names something new that fits what its path names, where the text of its operation asks for that; any other as it is.
 * @param planned The request as it was before its placeholders were filled.
 */
export const withFitted = async (session: Session, planned: PlannedRequest, request: PlannedRequest): Promise<PlannedRequest> => {
  const { contract, target } = session;
  const operation = operationWith(contract, request.operation);
  const fitting = operation && fittingOf(contract, operation);
  if (!operation || !fitting || !isAllowed(fitting.named.create, target)) return request;
  const { member, named, read } = fitting;
  const isOwn = Object.values(planned.pathValues).every((text) => !placeholdersIn(text).some(({ use }) => use === 'listed'));
  const path = valuesAlong(operation.path, request.pathValues).slice(0, parametersIn(read.path).length);
  const isFilled = path.every((one) => one !== '' && placeholdersIn(one).length === 0);
  const { body } = request;
  const asked = holdsValue(planned.body) && isObject(planned.body.value) ? onlyPlaceholder(planned.body.value[member]) : undefined;
  const isUsual = asked?.resourceType === named.name && (asked.use === 'known' || asked.use === 'spare');
  if (!isOwn || !isFilled || !isUsual || !holdsValue(body) || !isObject(body.value)) return request;
  const turns = await session.run(counts, null);
  if (asked.use === 'spare') turns.count += 1;
  const { id } = await session.run(fitted, { operation: operation.key, path, turn: asked.use === 'spare' ? turns.count : 0 });
  if (id === null) return request;
  const isNumber = typeof body.value[member] === 'number';
  return { ...request, body: withValue(body, { ...body.value, [member]: isNumber ? Number(id) : id }) };
};
