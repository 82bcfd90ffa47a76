import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { withWholeValue } from '../../generators/around-held.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { type PlannedRequest, holdsValue } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import { requestAsSet } from './request-as-set.ts';
import { usableRequest } from './usable-request.ts';
import { askedContent, jsonContent } from '../../contract/asked-content.ts';

// Requests that any service may refuse, or take as they are, but not fail at. Whatever they create belongs to the run.

/** Characters of a body that is larger than most services take. */
const huge = 1_200_000;

/** How a body is written, and announced where that is not as usual. */
type Oddity = { readonly text: (body: Readonly<Record<string, unknown>>) => string; readonly mediaType?: string };

/**
 * Ways to write the body of a creation oddly: text behind the JSON, a name twice, a member that is far too long, and JSON that is announced as plain text or as
 * parts without the boundary that they need (RFC 2046, section 5.1).
 */
const bodyOddities: Readonly<Record<string, Oddity>> = {
  trailing: { text: (body) => `${JSON.stringify(body)} ct-trailing` },
  'name-twice': {
    text: (body) => {
      const [name, value] = Object.entries(body)[0] ?? ['ct', 1];
      const [first, rest] = [JSON.stringify({ [name]: value }), JSON.stringify(body)];
      return `${first.slice(0, -1)},${rest.slice(1)}`.replace(/,\}$/u, '}');
    },
  },
  huge: { text: (body) => JSON.stringify({ ...body, ct_filler: 'x'.repeat(huge) }) },
  'as-text': { text: (body) => JSON.stringify(body), mediaType: 'text/plain' },
  'without-boundary': { text: (body) => JSON.stringify(body), mediaType: 'multipart/form-data' },
};

/** The names of these ways. */
export const oddBodies = Object.keys(bodyOddities);

/** Is an operation a creation whose resources the run removes again, so that nothing stays if an odd body is taken. */
export const takesOddBodies = ({ standard, inferredResourceTypes }: Contract, { key, effect, body }: Operation): boolean =>
  standard.size > 0 &&
  effect === 'creates' &&
  jsonContent(body?.content ?? []) !== undefined &&
  inferredResourceTypes.some(({ create }) => create.key === key);

/** A creation with the smallest body, written in one of the odd ways. */
export const withOddBody = (session: Session, operation: Operation, way: string): PlannedRequest => {
  const request = withWholeValue(requestAsSet(session, { operation: operation.key, settings: [], purpose: `odd-${way}` }));
  const body = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
  const oddity = bodyOddities[way];
  const mediaType = oddity?.mediaType ?? askedContent(operation.body)?.mediaType ?? 'application/json';
  return { ...request, body: { kind: 'text', text: oddity?.text(body) ?? '', mediaType }, faults: ['body-unparsable'] };
};

/** An id that no service gives, or one that is written into the path as it stands. */
type OddId = string | { readonly asWritten: string };

/** With a character that ends texts in some languages, longer than any key, and one that is no encoded text. */
const ids: readonly OddId[] = ['ct-\u0000-odd', `ct-${'x'.repeat(1500)}`, { asWritten: 'ct-%zz' }];

/** Just beyond 32 bits, and beyond 64. */
const numbers: readonly OddId[] = ['2147483648', '99999999999999999999'];

/** The ids that a read is asked for oddly; where they are numbers, also with numbers that fit into no column. */
export const oddIdsFor = ({ document }: Pick<Contract, 'document'>, { schema }: Parameter): readonly OddId[] =>
  typesOf(resolvedSchema(document, schema)).some((type) => type === 'integer' || type === 'number') ? [...ids, ...numbers] : ids;

/** A read of something by such an id. */
export const withOddId = (session: Session, operation: Operation, { name }: Parameter, id: OddId): PlannedRequest => {
  const text = typeof id === 'string' ? id : 'ct-odd';
  const request = usableRequest(session, operation, 'odd-id', { pathValues: { [name]: text } });
  // What stands in a path outside a parameter is sent as it is (RFC 3986, section 2.1, has two digits behind a percent sign).
  const path = typeof id === 'string' ? request.path : request.path.replace(`{${name}}`, id.asWritten);
  return { ...request, path, faults: ['unknown-id'] };
};

/** Is a parameter a condition of tags (RFC 9110, sections 13.1.1 and 13.1.2). */
export const isTagCondition = ({ in: where, name }: Pick<Parameter, 'in' | 'name'>): boolean =>
  where === 'header' && /^if-(?:none-)?match$/iu.test(name);

/** A read on a condition that is neither a tag nor `*` alone. */
export const withOddTag = (session: Session, operation: Operation, { name }: Parameter): PlannedRequest => {
  const request = usableRequest(session, operation, 'odd-tag');
  const others = request.headers.filter(([field]) => field.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: [...others, [name, '*ct-no-tag*']], faults: ['value-unusable'] };
};
