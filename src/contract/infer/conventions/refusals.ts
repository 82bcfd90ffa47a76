import type { Operation } from '../../model.ts';
import { isObject } from '../../pointer.ts';
import { endsInParameter, isItemOf } from '../path-template.ts';
import type { DocumentView, Inference, Suggestion } from './convention.ts';

const clientError = { status: '4XX' } as const;

const hasJsonBody = ({ body }: Operation): boolean => body?.content.some(({ mediaType }) => /json/i.test(mediaType)) === true;

const isTyped = ({ schema }: Operation['parameters'][number]): boolean =>
  isObject(schema) && ['integer', 'number', 'boolean'].includes(String(schema['type']));

/**
 * `refusals` of what no schema of the document allows: HTTP answers a mistake of the client with 4xx (RFC 9110, section 15.5). Which of them is left
 * open, so that any is right.
 */
export const inferRefusals: Inference = ({ operations }) => {
  const suggestion = (word: string, why: string): Suggestion => ({ operation: null, word: ['refusals', word], value: clientError, why });
  const [withBody, withQuery] = [
    operations.filter(hasJsonBody),
    operations.filter(({ parameters }) => parameters.some((one) => one.in === 'query' && isTyped(one))),
  ];
  const described = 'HTTP answers a mistake of the client with 4xx (RFC 9110, section 15.5)';
  return [
    ...(withBody.length > 0
      ? [
          suggestion('unparsable', `The document describes JSON bodies; ${described}.`),
          suggestion('missing', `The document says which members a body requires; ${described}.`),
          suggestion('type', `The document says which type a member of a body has; ${described}.`),
          suggestion('value', `The document lists the values of a member; ${described}.`),
        ]
      : []),
    ...(withQuery.length > 0 ? [suggestion('query', `The document says which type a query parameter has; ${described}.`)] : []),
  ];
};

/** Is a path that of one resource of a collection that the document describes too. */
const isItem = ({ operations }: DocumentView, { path }: Operation): boolean =>
  endsInParameter(path) && operations.some((one) => one.method === 'GET' && isItemOf(path, one.path));

/** `unknown`: what does not exist is answered 404 or 410 (RFC 9110, sections 15.5.5 and 15.5.11). */
export const inferUnknown: Inference = (view) => {
  const statuses = [404, 410];
  const items = view.operations.filter((operation) => operation.method === 'GET' && isItem(view, operation));
  return [
    {
      operation: null,
      word: ['unknown', 'path'],
      value: { status: statuses },
      why: 'HTTP answers 404 where nothing is (RFC 9110, section 15.5.5).',
    },
    ...items.map((operation): Suggestion => ({
      operation,
      word: ['unknown', 'id'],
      value: { status: statuses, malformed: [400, 422] },
      why: operation.responses.some(({ status }) => status === '404')
        ? 'The operation reads one item of a collection by its id, and describes 404.'
        : 'The operation reads one item of a collection by its id.',
    })),
  ];
};

/** `errors.clientMistake`: a mistake of the client is not answered as one of the server (RFC 9110, sections 15.5 and 15.6). */
export const inferClientMistakes: Inference = () => [
  {
    operation: null,
    word: ['errors', 'clientMistake'],
    value: { never: '5XX' },
    why: 'HTTP has 4xx for mistakes of the client and 5xx for failures of the server (RFC 9110, sections 15.5 and 15.6).',
  },
];
