import { parametersIn } from '../../contract/infer/path-template.ts';
import { isIfMatch, readOfTag } from '../../contract/infer/tag-reads.ts';
import { valueAt } from '../../contract/pointer.ts';
import { acceptField } from '../../generators/accepted-types.ts';
import { examplesOf } from '../../generators/examples.ts';
import { nodeOf } from '../../model/location.ts';
import { headerValues, isSuccess } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';

/** An entity tag as it stands in a header field (RFC 9110, section 8.8.3), or the sign for any. */
const isTag = (value: string): boolean => /^(?:(?:W\/)?"|\*$)/u.test(value);

/** The name of the field by which a change has to name the version that it is about: it is required, or its absence is answered 428 (RFC 6585, section 3). */
const neededField = ({ parameters, responses }: Operation): { readonly name: string; readonly isRequired: boolean } | undefined => {
  const field = parameters.find(({ in: where, name }) => where === 'header' && isIfMatch(name));
  const isNeeded = field !== undefined && (field.required || responses.some(({ status }) => status === '428'));
  return isNeeded ? { name: field.name, isRequired: field.required } : undefined;
};

/** Is a tag the one that the document prints as an example: no resource of the run has it. */
const isPrinted = ({ document }: Pick<Contract, 'document'>, { parameters }: Operation, tag: string): boolean => {
  const field = parameters.find(({ in: where, name }) => where === 'header' && isIfMatch(name));
  const printed = field && [field.location, field.schemaLocation].flatMap((one) => examplesOf(document, valueAt(document, nodeOf(one))));
  return tag !== '*' && printed?.includes(tag) === true;
};

/**
 * A change with the current tag of what it is about, where the document requires one and the request names none: a read right before shows it. Requests of a
 * wrong caller, and those about what does not exist, stay as they are; for another account or one with less rights the tag is read with the key.
 * @param read Sends the read; it is recorded like others.
 */
export const withCurrentTag = async (
  contract: Pick<Contract, 'operations' | 'document'>,
  request: PlannedRequest,
  read: (request: PlannedRequest) => Promise<Exchange>,
): Promise<PlannedRequest> => {
  const { operations } = contract;
  const operation = operations.find(({ key }) => key === request.operation);
  const field = operation && neededField(operation);
  // Who may not read the resource can know its tag all the same, and without it the answer would be about the tag.
  const isForbidden = request.faults.includes('credential-forbidden');
  const isStrange = request.faults.some((fault) => fault === 'unknown-id' || (fault.startsWith('credential-') && !isForbidden));
  // An empty field asks for none: the request is sent without it.
  if (request.headers.some(([name, value]) => isIfMatch(name) && value === ''))
    return { ...request, headers: request.headers.filter(([name]) => !isIfMatch(name)) };
  const isChosen = request.headers.some(
    ([name, value]) => isIfMatch(name) && isTag(value) && operation !== undefined && !isPrinted(contract, operation, value),
  );
  if (field === undefined || isStrange || isChosen) return request;
  const makesNew = request.method === 'PUT' && !field.isRequired && operation?.responses.some(({ status }) => status === '201');
  const shown = operation && readOfTag(contract, { path: request.path, change: operation, isOfAbove: makesNew !== true });
  if (!shown) return request;
  const { credential, base } = request;
  const { path } = shown.operation;
  const values = parametersIn(shown.asked).map((name) => request.pathValues[name]);
  const pathValues = Object.fromEntries(parametersIn(path).flatMap((name, n) => (values[n] === undefined ? [] : [[name, values[n]]])));
  // It is asked at the same site or tenant.
  const isRequired = (where: 'header' | 'query', name: string): boolean =>
    shown.operation.parameters.some((one) => one.in === where && one.required && one.name.toLowerCase() === name.toLowerCase());
  const exchange = await read({
    operation: shown.operation.key,
    method: 'GET',
    path,
    pathValues,
    query: request.query.filter(([name]) => isRequired('query', name)),
    headers: [...acceptField(shown.operation), ...request.headers.filter(([name]) => isRequired('header', name))],
    credential: isForbidden ? { kind: 'valid', name: 'key' } : credential,
    faults: [],
    ...(base === undefined ? {} : { base }),
  });
  const [tag] = isSuccess(exchange) ? headerValues(exchange, 'ETag') : [];
  const others = request.headers.filter(([name]) => !isIfMatch(name));
  return tag === undefined ? request : { ...request, headers: [...others, [field.name, tag]] };
};
