import type { Contract } from '../../../contract/model.ts';
import { lastInPath } from '../../../contract/operation.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { isLesserName, type PlannedRequest, holdsValue } from '../../../model/request.ts';
import type { Mistake } from './situations.ts';
import { isObject } from '../../../model/json.ts';

/** What a query parameter of an operation is for; `unknown` without a contract. */
type Role = 'size' | 'number' | 'other' | 'undeclared' | 'unknown';

const roleOf = (contract: Contract | undefined, key: string | null, name: string): Role => {
  const operation = contract?.operations.find((one) => one.key === key);
  if (contract === undefined || operation === undefined) return 'unknown';
  const pages = contract.collections.find((one) => one.operation.key === key)?.pages ?? [];
  if (pages.some(({ limit }) => limit?.name === name)) return 'size';
  if (pages.some((one) => (one.kind === 'page' || one.kind === 'offset') && one.position.name === name)) return 'number';
  return operation.parameters.some((one) => one.in === 'query' && one.name === name) ? 'other' : 'undeclared';
};

/** Ids that services assign hold a digit and only these characters; any other id was made up to be malformed. */
const isOddId = (id: string): boolean => !/\d/u.test(id) || /[^\w.~:-]/u.test(id);

const ofCredential = ({ credential }: PlannedRequest): Mistake | undefined => {
  switch (credential.kind) {
    case 'none':
    case 'incomplete':
      return 'mistake.credential-missing';
    case 'blank':
      return 'mistake.credential-blank';
    case 'made-up':
      return 'mistake.credential-unknown';
    case 'altered':
      return credential.form.endsWith('letter-case-swapped') ? 'mistake.credential-letter-case' : 'mistake.credential-altered';
    case 'misplaced':
      return credential.form.endsWith('case-scheme') ? 'mistake.scheme-letter-case' : 'mistake.credential-misplaced';
    case 'issued':
      return undefined;
    case 'valid':
      if (credential.name === 'revoked' || credential.name === 'expired') return 'mistake.credential-ended';
      return credential.name === 'test' ? 'mistake.credential-environment' : undefined;
    default:
      return credential satisfies never;
  }
};

const ofPermission = ({ credential }: PlannedRequest): Mistake | undefined => {
  if (credential.kind !== 'valid') return undefined;
  if (isLesserName(credential.name)) return 'mistake.permission-missing';
  return credential.name === 'exhausted' ? 'mistake.exhausted' : 'mistake.foreign-thing';
};

/** The last pair is the faulty one; the call needs the others. */
const ofQuery = ({ operation, query, faults }: PlannedRequest, contract: Contract | undefined): Mistake | undefined => {
  const [name, value] = query.at(-1) ?? [];
  if (name === undefined || value === undefined) return undefined;
  if (value === '') return 'mistake.query-empty';
  const role = roleOf(contract, operation, name);
  const [fault] = faults;
  if (fault === 'query-unparsable') return 'mistake.query-unreadable';
  if (role === 'unknown') return undefined;
  if (fault === 'query-unknown-value') return role === 'undeclared' ? 'mistake.query-undeclared' : 'mistake.query-unknown-value';
  const number = Number(value);
  if (!Number.isInteger(number) || (role !== 'size' && role !== 'number')) return 'mistake.query-range';
  if (role === 'size') return number > 0 ? 'mistake.page-size-above' : 'mistake.page-size-below';
  return number > 0 ? 'mistake.page-beyond' : 'mistake.page-below';
};

/** Does the last parameter in the path of an operation take nothing but whole numbers. */
const isNumbered = (contract: Contract | undefined, key: string | null): boolean => {
  const operation = contract?.operations.find((one) => one.key === key);
  const parameter = operation && lastInPath(operation);
  if (contract === undefined || parameter === undefined) return false;
  const types = typesOf(resolvedSchema(contract.document, parameter.schema));
  return types.length > 0 && types.every((type) => type === 'integer');
};

const ofUnknownId = ({ operation, method, pathValues }: PlannedRequest, contract: Contract | undefined): Mistake => {
  if (method === 'DELETE') return 'mistake.unknown-removal';
  const id = Object.values(pathValues).at(-1) ?? '';
  const isMalformed = isOddId(id) || (!/^-?\d+$/u.test(id) && isNumbered(contract, operation));
  return isMalformed ? 'mistake.malformed-id' : 'mistake.unknown-id';
};

/** A text with a name twice, or one that is far too long, is JSON all the same. */
const isJson = ({ body }: PlannedRequest): boolean => {
  try {
    return body?.kind === 'text' && JSON.parse(body.text) !== undefined;
  } catch {
    return false;
  }
};

const ofBody = ({ body }: PlannedRequest): Mistake | undefined => {
  if (!holdsValue(body)) return undefined;
  return isObject(body.value) ? 'mistake.member-type' : 'mistake.body-no-object';
};

/** Whether the contract has a path. Without a contract: whether the path is a template with parameters. */
const hasPath = (contract: Contract | undefined, path: string): boolean =>
  contract === undefined ? path.includes('{') : contract.operations.some((one) => one.path === path);

/** Two mistakes are not named as faults, because no documentation says how they are answered. */
const ofUnnamed = ({ operation, method, path, body }: PlannedRequest, contract: Contract | undefined): Mistake | undefined => {
  if (operation === null) return hasPath(contract, path) && method !== 'GET' && method !== 'HEAD' ? 'mistake.method' : undefined;
  if (body?.kind !== 'text' || body.mediaType !== 'text/plain') return undefined;
  const declared = contract?.operations.find((one) => one.key === operation)?.body?.content;
  return declared?.some(({ mediaType }) => /^(?:text|\*)\//u.test(mediaType)) === false ? 'mistake.media-type' : undefined;
};

/**
 * The one mistake of a request; undefined if it has none, if it has several (a server may answer any of them), and for a request to
 * another address.
 * @param contract That of the run; without it, query values out of range are not recognised.
 */
export const mistakeOf = (request: PlannedRequest, contract: Contract | undefined): Mistake | undefined => {
  const [fault, ...others] = request.faults;
  if (request.base !== undefined || others.length > 0) return undefined;
  switch (fault) {
    case undefined:
      return ofUnnamed(request, contract);
    case 'credential-missing':
    case 'credential-invalid':
    case 'credential-misplaced':
      return ofCredential(request);
    case 'credential-forbidden':
      return ofPermission(request);
    case 'unknown-id':
      return ofUnknownId(request, contract);
    case 'unknown-path':
      return request.path.includes('{') ? 'mistake.undocumented-read' : 'mistake.unknown-path';
    case 'body-wrong-type':
      return ofBody(request);
    case 'value-unusable':
      return 'mistake.member-value';
    case 'query-unparsable':
    case 'query-out-of-range':
    case 'query-unknown-value':
      return ofQuery(request, contract);
    case 'body-unparsable':
      return isJson(request) ? undefined : 'mistake.body-unparsable';
    case 'parameter-missing':
      return undefined;
    case 'body-empty':
    case 'member-missing':
    case 'duplicate':
    case 'cursor-made-up':
      return `mistake.${fault}`;
    default:
      return fault satisfies never;
  }
};
