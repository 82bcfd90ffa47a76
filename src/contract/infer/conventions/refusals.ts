import { nodeOf } from '../../../model/location.ts';
import type { Operation } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';
import { askedContent } from '../../asked-content.ts';
import { partsOf } from '../schema-parts.ts';
import { endsInParameter, isItemOf } from '../path-template.ts';
import { sentencesOf } from '../sentences.ts';
import type { DocumentView, Inference, Suggestion } from './convention.ts';
import { saidIn } from '../../said.ts';

/** Statuses by which a document says that it refuses faulty requests (RFC 9110, sections 15.5.1 and 15.5.21). */
export const statusesAboutFaults: ReadonlySet<string> = new Set(['400', '422', '4XX']);

/** The statuses for faults that an operation describes. */
export const faultStatuses = ({ responses }: Pick<Operation, 'responses'>): readonly string[] =>
  responses.map(({ status }) => status).filter((status) => statusesAboutFaults.has(status));

const asksForMembers = ({ body }: Operation): boolean => askedContent(body) !== undefined;

/** Keywords that say which values of a type a parameter has. */
const limiting = ['enum', 'const', 'format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'maxItems'];

/** Does a query parameter have a type that not every text has, or a limit. */
const hasTypedQuery = ({ document }: Pick<DocumentView, 'document'>, { parameters }: Operation): boolean =>
  parameters.some(
    ({ in: where, schema }) =>
      where === 'query' &&
      partsOf(document, schema).some(
        (part) =>
          ['integer', 'number', 'boolean'].includes(String(part['type'])) || limiting.some((keyword) => part[keyword] !== undefined),
      ),
  );

const aboutStatus = /\b(?:400|422|4xx)\b/iu;
const aboutCursor = /\bcursors?\b|\bpage tokens?\b|`\w*(?:after|before|cursor|token)`/iu;

/** Words by which a sentence on such statuses may be about the values of parameters as well. */
const aboutParameters =
  /\b(?:requests?|parameters?|quer(?:y|ies)|filters?|values?|inputs?|arguments?|fields?|members?|limits?|sizes?|sorts?|anything|everything|whatever|validation|invalid|malformed|rules?|schemas?)\b/iu;
/** Words by which it is, although it names a cursor too: "An unknown cursor is `400`, and so is an unknown filter". */
const aboutOthersToo = /\b(?:parameters?|filters?|quer(?:y|ies)|arguments?|fields?|limits?|sizes?|sorts?)\b/iu;
const aboutBodies = /\b(?:bod(?:y|ies)|json)\b/iu;

/**
 * Does a document say what the refusals of a read are for, and is it not the values of its parameters: its introduction names an unknown cursor, and besides that bodies alone. A
 * server that takes no notice of other values keeps all that is said.
 */
const isForCursorAlone = ({ document }: Pick<DocumentView, 'document'>, { body, location, responses, parameters }: Operation): boolean => {
  if (body !== undefined) return false;
  const told = saidIn(document['info'])
    .flatMap(sentencesOf)
    .flatMap((sentence) => sentence.split(';'))
    .filter((one) => aboutStatus.test(one));
  const refusals = responses.filter(({ status }) => statusesAboutFaults.has(status)).map((one) => valueAt(document, nodeOf(one.location)));
  const own = [valueAt(document, nodeOf(location)), ...parameters.map((one) => valueAt(document, nodeOf(one.location)))];
  const isOpen = (text: string): boolean =>
    aboutCursor.test(text) ? aboutOthersToo.test(text) : aboutParameters.test(text) && !aboutBodies.test(text);
  return (
    told.some((one) => aboutCursor.test(one)) &&
    !told.some(isOpen) &&
    !refusals.flatMap(saidIn).some((one) => aboutParameters.test(one)) &&
    !own
      .flatMap(saidIn)
      .flatMap(sentencesOf)
      .some((one) => aboutStatus.test(one) && !aboutCursor.test(one))
  );
};

/** Any status of a client's mistake is right: which one a server takes for which mistake is left open. */
const clientError = { status: '4XX' } as const;

/**
 * `refusals`: an operation that describes 400 or 422 refuses what its own schemas do not allow. A document that describes neither may as well
 * accept whatever it gets, as lenient servers do.
 */
export const inferRefusals: Inference = ({ document, operations }) =>
  operations.flatMap((operation) => {
    const described = faultStatuses(operation);
    if (described.length === 0) return [];
    const suggestion = (word: string, what: string): Suggestion => ({
      operation,
      word: ['refusals', word],
      value: clientError,
      why: `The operation describes ${described.join(' and ')}, and ${what}.`,
    });
    return [
      ...(asksForMembers(operation)
        ? [
            suggestion('unparsable', 'takes a JSON body'),
            suggestion('missing', 'says which members its body requires'),
            suggestion('type', 'says which types the members of its body have'),
            suggestion('value', 'lists the values of members of its body'),
          ]
        : []),
      ...(hasTypedQuery({ document }, operation) && !isForCursorAlone({ document }, operation)
        ? [suggestion('query', 'says which values its query parameters have')]
        : []),
    ];
  });

/** Is a path that of one resource of a collection that the document describes too. */
const isItem = ({ operations }: DocumentView, { path }: Operation): boolean =>
  endsInParameter(path) && operations.some((one) => one.method === 'GET' && isItemOf(path, one.path));

/** The path of the resource that a path goes on from: `/sites/{site}` for `/sites/{site}/tickets`; undefined where it ends with a parameter or has none. */
const parentOf = (path: string): string | undefined => /^(.*\})[/:][^{}]+$/u.exec(path)?.[1];

/** Is a path below that of one resource, which the document describes a read of. */
const isBelowItem = (view: DocumentView, { path }: Operation): boolean =>
  view.operations.some((one) => one.method === 'GET' && one.path === parentOf(path) && isItem(view, one));

const notFound = [404, 410];

/** Words by which a removal says that it succeeds where nothing is left to remove. */
const repeatable = /\b(?:idempotent|idempotently|whether or not|even if|no-op|(?:already|never) (?:gone|removed|deleted|existed))\b/iu;

/** Is an operation a removal of what a read of the same path, or a list, tells to be there, and may it not be repeated by its own words. */
const isRemovalOfKnown = (view: DocumentView, operation: Operation): boolean => {
  const { document, operations } = view;
  const { method, path, effect, location } = operation;
  const isRead = operations.some((one) => one.method === 'GET' && one.effect === 'safe' && one.path === path);
  if (method !== 'DELETE' || effect !== 'changes' || !(isRead || isItem(view, operation))) return false;
  const node = valueAt(document, nodeOf(location));
  const responses = isObject(node) && isObject(node['responses']) ? Object.entries(node['responses']) : [];
  const done = responses.flatMap(([status, one]): unknown[] => (status.startsWith('2') && isObject(one) ? [one['description']] : []));
  const texts = [...saidIn(node), ...done];
  return !texts.some((text) => typeof text === 'string' && repeatable.test(text));
};

/** `unknown`: what does not exist is answered 404 or 410 (RFC 9110, sections 15.5.5 and 15.5.11), where the document describes 404. */
export const inferUnknown: Inference = (view) => {
  const describing = view.operations.filter(({ responses }) => responses.some(({ status }) => status === '404'));
  if (describing.length === 0) return [];
  return [
    {
      operation: null,
      word: ['unknown', 'path'],
      value: { status: notFound },
      why: `${describing.length} operations describe 404.`,
    },
    ...describing
      .filter((operation) => operation.method === 'GET' && isItem(view, operation))
      .map((operation): Suggestion => ({
        operation,
        word: ['unknown', 'id'],
        value: { status: notFound, malformed: [400, 422] },
        why: 'The operation reads one item of a collection by its id, and describes 404.',
      })),
    ...describing
      .filter((operation) => isRemovalOfKnown(view, operation))
      .map((operation): Suggestion => ({
        operation,
        word: ['unknown', 'id'],
        value: { status: notFound, malformed: [400, 422] },
        why: 'The operation removes what its path names, does not say that it may be repeated, and describes 404.',
      })),
    ...describing
      .filter((operation) => operation.method === 'GET' && isBelowItem(view, operation))
      .map((operation): Suggestion => ({
        operation,
        word: ['unknown', 'id'],
        value: { status: notFound, malformed: [400, 422] },
        why: 'The operation reads what belongs to one item of a collection, and describes 404.',
      })),
  ];
};

/** `errors.clientMistake`: a mistake of the client is not answered as a failure of the server (RFC 9110, sections 15.5 and 15.6). */
export const inferClientMistakes: Inference = () => [
  {
    operation: null,
    word: ['errors', 'clientMistake'],
    value: { never: '5XX' },
    why: 'HTTP has 4xx for mistakes of the client and 5xx for failures of the server (RFC 9110, sections 15.5 and 15.6).',
  },
];
