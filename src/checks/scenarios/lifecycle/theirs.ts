import { inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { createdResource } from '../../../contract/infer/created-resource.ts';
import { inPath } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import { idLike, isOfPart, placeholdersIn, placeholderText } from '../../../generators/placeholder.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, valuesOfBody } from '../../../model/request.ts';
import { orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { filledBody, type Id } from '../../../generators/filled-value.ts';

/** Most resources that the other account creates at once: one, and what its creation names. */
export const mostTheirs = 4;

const asOther = (request: PlannedRequest): PlannedRequest => ({ ...request, credential: { kind: 'valid', name: 'other' } });

/** What the other account has created, and the values of its path. */
type Theirs = { readonly exchange: Exchange; readonly pathValues: Readonly<Record<string, string>> };
/** Removes what was created; does nothing where no operation removes it. */
export type Removing = () => Promise<unknown>;

/**
 * Creates a resource with the other account, and before it what its creation names.
 * @param removals Gets what removes each of them, the first one first.
 * @returns Undefined where it could not be created, or its answer does not identify it.
 */
export const createTheirs = async (
  session: Session,
  typeName: string,
  purpose: string,
  removals: Removing[],
): Promise<Theirs | undefined> => {
  const { contract, target } = session;
  const resourceType = inferredNamed(contract, typeName);
  if (!resourceType || removals.length >= mostTheirs || !isAllowed(resourceType.create, target)) return undefined;
  let request = usableRequest(session, resourceType.create, purpose);
  const named = [...Object.values(request.pathValues), JSON.stringify(valuesOfBody(request.body))];
  const placeholders = new Map(named.flatMap(placeholdersIn).map((one) => [placeholderText(one), one]));
  for (const [text, placeholder] of placeholders) {
    if (placeholder.parameter === undefined || isOfPart(placeholder) || placeholder.resourceType === typeName) return undefined;
    if (placeholder.use !== 'known' && placeholder.use !== 'spare') return undefined;
    const parent = await createTheirs(session, placeholder.resourceType, `${purpose}-above`, removals);
    const id = parent?.pathValues[placeholder.parameter] ?? Object.values(parent?.pathValues ?? {}).at(-1);
    if (id === undefined) return undefined;
    request = filledWith(request, text, idLike(placeholder, id));
  }
  const exchange = await session.send(asOther(request));
  const resource = isSuccess(exchange) ? createdResource(resourceType, exchange, target.baseUrl) : undefined;
  if (resource?.kind !== 'known') return undefined;
  const values = Object.values(resource.pathValues);
  if ('remove' in resourceType) {
    const remove = itemOf(resourceType);
    const pathValues = inPath(remove.path, values);
    removals.push(() => orSkipped(session.send(asOther(usableRequest(session, remove, 'theirs', { pathValues })))));
  } else removals.push(async () => undefined);
  return { exchange, pathValues: resource.pathValues };
};

/** A request with an id in the place of a placeholder, in its path and in its body. */
const filledWith = (request: PlannedRequest, text: string, id: Id): PlannedRequest => {
  const filled = (value: string): string => value.replaceAll(text, String(id));
  const pathValues = Object.fromEntries(Object.entries(request.pathValues).map(([name, one]) => [name, filled(one)]));
  const { body } = request;
  return { ...request, pathValues, ...(body && { body: filledBody(body, filled, new Map([[text, id]])) }) };
};
