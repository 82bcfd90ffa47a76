import type { AnyInferred } from '../../contract/infer/covering.ts';
import { asDescribed } from '../../contract/infer/held-body.ts';
import { memberSchema, referenceAt } from '../../contract/infer/references.ts';
import { isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { type PlannedRequest } from '../../model/request.ts';

/** The only text that a member may have by its schema. */
const onlyText = (contract: Contract, schema: unknown): string | undefined => {
  const listed = partsOf(contract.document, schema).flatMap(
    (part) => [part['const'], ...(Array.isArray(part['enum']) ? part['enum'] : [])] as unknown[],
  );
  const texts = listed.filter((one) => typeof one === 'string');
  return new Set(texts).size === 1 ? texts[0] : undefined;
};

/**
 * A request whose resource object names one resource of a type in its `relationships` (JSON:API 1.1, section 7.4), also where it may leave that out; undefined where none of them names
 * such a thing.
 */
export const linking = (
  contract: Contract,
  operation: Operation,
  request: PlannedRequest,
  type: AnyInferred,
  id: string,
): PlannedRequest | undefined => {
  const { body } = request;
  const whole = asDescribed(operation);
  if (whole === operation || body?.kind !== 'json' || !body.around || !isObject(body.around.value)) return undefined;
  const { document } = contract;
  const data = body.around.value['data'];
  if (!isObject(data)) return undefined;
  const described = memberSchema(contract, whole, ['data', 'relationships']);
  for (const [name, schema] of membersOf(document, described)) {
    const way = ['data', 'relationships', name, 'data'];
    if (referenceAt(contract, whole, [...way, 'id'])?.resourceType !== type) continue;
    const linkage = membersOf(document, schema).get('data');
    const isList = isType(document, linkage, 'array');
    const members = membersOf(document, isList ? itemsOf(document, linkage) : linkage);
    const kind = onlyText(contract, members.get('type'));
    const one = { ...(kind === undefined ? {} : { type: kind }), id };
    const others = isObject(data['relationships']) ? data['relationships'] : {};
    const value = { ...body.around.value, data: { ...data, relationships: { ...others, [name]: { data: isList ? [one] : one } } } };
    return { ...request, body: { ...body, around: { ...body.around, value } } };
  }
  return undefined;
};
