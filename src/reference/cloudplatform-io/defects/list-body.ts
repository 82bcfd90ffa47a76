import { answered, answerText, isMembers, layered, renamed, without } from '../../kit/answering.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, PlatformDefects } from '../call.ts';
import { itemAnswered, listAnswered, memberAnswered, metaAnswered } from './answers.ts';
import { uuid } from '../../kit/id-form.ts';

/** The contents of the list. */
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (id: unknown): number => Number.parseInt(Buffer.from(text(id)).toString('hex').slice(-12), 16);

const noArray = {
  'CPIO-48': 'a traversal finds no resource under data',
  'CPIO-72': 'the created resource is not under data',
};

export const listBodyDefects: PlatformDefects = {
  'list-body-not-json': {
    breaks: 'CPIO-11',
    note: 'The list is sent as newline-separated objects',
    alsoBreaks: {
      'CPIO-47': 'the body of the list is not a JSON object',
      'CPIO-52': 'the body of the list is not an object with data',
      'CPIO-72': 'the created resource is not in a list that cannot be read',
    },
    around: answered((call: Call) => {
      if (!isCall(call, 'GET /resources') || call.status !== 200 || !isMembers(call.body)) return;
      const { data } = call.body as { readonly data: readonly object[] };
      answerText(call, 200, 'text', [...data, {}, {}].map((item) => JSON.stringify(item)).join('\n'));
      call.type = 'json';
    }),
  },
  'list-status-206': {
    breaks: 'CPIO-47',
    note: 'The first page of a longer list is answered 206',
    around: answered((call: Call) => {
      const { list } = call.state;
      if (list?.isFirstPage === true && list.left > 0 && call.status === 200 && isCall(call, 'GET /resources')) call.status = 206;
    }),
  },
  'list-bare-array': {
    breaks: 'CPIO-52',
    note: 'The body is the array itself',
    alsoBreaks: { 'CPIO-47': 'an array is no object', 'CPIO-57': 'an array has no meta', ...noArray },
    around: listAnswered(({ data }) => data),
  },
  'data-null-when-empty': {
    breaks: 'CPIO-52',
    note: 'data is null when there is nothing to list',
    around: listAnswered((body) => (body.data.length === 0 ? { ...body, data: null } : body)),
  },
  'list-items-under-other-key': {
    breaks: 'CPIO-52',
    note: 'Items are in resources instead of data',
    alsoBreaks: noArray,
    around: listAnswered((body) => renamed(body, 'data', 'resources')),
  },
  'item-id-number': {
    breaks: 'CPIO-53',
    note: 'id of a list item is a JSON number',
    alsoBreaks: {
      'CPIO-48': 'a traversal does not find the ids that were created',
      'CPIO-65': 'an id that the list shows cannot be read',
      'CPIO-72': 'the list does not show the ids that were created',
    },
    around: itemAnswered((item) => ({ ...item, id: numberOf(item['id']) })),
  },
  'item-created-at-missing': {
    breaks: 'CPIO-53',
    note: 'List items have no created_at',
    around: itemAnswered((item) => without(item, 'created_at')),
  },
  'item-status-object': {
    breaks: 'CPIO-53',
    note: 'status of a list item is an object',
    around: itemAnswered((item) => ({ ...item, status: { name: item['status'] } })),
  },
  'created-at-http-date': {
    breaks: 'CPIO-54',
    note: 'created_at is an HTTP date',
    around: layered(...memberAnswered('created_at', (value) => new Date(text(value)).toUTCString())),
  },
  'created-at-without-offset': {
    breaks: 'CPIO-54',
    note: 'created_at has no Z',
    around: layered(...memberAnswered('created_at', (value) => text(value).replace(/Z$/, ''))),
  },
  'id-is-uuid': { breaks: 'CPIO-55', note: 'Ids are bare UUIDs', settings: { ids: uuid } },
  'list-date-without-time': {
    breaks: 'CPIO-69',
    note: 'created_at in the list is cut to the day',
    alsoBreaks: { 'CPIO-54': 'a date without a time is no RFC 3339 time' },
    around: itemAnswered((item) => ({ ...item, created_at: text(item['created_at']).slice(0, 10) })),
  },
  'meta-missing': { breaks: 'CPIO-57', note: 'The list has no meta', around: listAnswered((body) => without(body, 'meta')) },
  'meta-total-missing': {
    breaks: 'CPIO-57',
    note: 'meta has page and per_page, but neither total nor next_cursor',
    settings: { paging: 'numbered' },
    around: metaAnswered((meta) => without(meta, 'total')),
  },
  'meta-numbers-as-strings': {
    breaks: 'CPIO-58',
    note: 'page, per_page and total are strings',
    around: metaAnswered((meta) =>
      Object.fromEntries(Object.entries(meta).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value])),
    ),
  },
};
