import { answered, answerText, webPage } from '../../kit/answering.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Defects, Layer } from '../call.ts';
import { answer } from '../call.ts';
import { followLogs, listDeployments, queryLogs, updateProject } from '../operations.ts';
import { itemsAnswered, pagesAnswered } from './answering.ts';
import { listAsked } from './list-asked.ts';

const isRead = (call: Call, ...keys: readonly string[]): boolean => isCall(call, ...keys) && call.status === 200;
/** Refuses an operation as an unknown path. */
const refusedAsUnknown =
  (key: string): Layer =>
  (call, next) =>
    isCall(call, key) ? refuse(404, 'unknown-path', 'No such path') : next();

/** Answers queries of the log in another way. */
const logsAnswered = (change: (call: Call) => void): Layer =>
  answered((call) => {
    if (isRead(call, queryLogs)) change(call);
  });

/** The status and the media type of answers. */
export const answerDefects: Defects = {
  'success-body-html': {
    breaks: 'CDEV-4',
    note: 'A log query is answered 200 with an HTML page',
    alsoBreaks: { 'CDEV-5': 'the media type of the page is text/html', 'CDEV-120': 'the page has neither has_more nor next_cursor' },
    around: logsAnswered((call) => answerText(call, 200, 'html', webPage)),
  },
  'success-body-truncated': {
    breaks: 'CDEV-4',
    note: 'A log query is answered 200 with JSON that is cut off',
    alsoBreaks: { 'CDEV-120': 'neither has_more nor next_cursor can be read' },
    around: logsAnswered((call) => {
      call.body = JSON.stringify(call.body).slice(0, -3);
      call.type = 'json';
    }),
  },
  'get-200-empty-body': {
    breaks: 'CDEV-4',
    note: 'A log query is answered 200 without a body',
    alsoBreaks: { 'CDEV-120': 'there is neither has_more nor next_cursor' },
    around: logsAnswered((call) => {
      call.body = '';
    }),
  },
  'json-served-as-text': {
    breaks: 'CDEV-5',
    note: 'The list of deployments has the media type text/plain',
    around: answered((call) => {
      if (isRead(call, listDeployments)) answerText(call, 200, 'text', JSON.stringify(call.body));
    }),
  },
  'read-answers-202': {
    breaks: 'CDEV-33',
    note: 'A log query is answered 202',
    around: logsAnswered((call) => {
      call.status = 202;
    }),
  },
  'list-answers-204': {
    breaks: 'CDEV-33',
    note: 'An empty list of deployments is answered 204',
    settings: { deployments: 0 },
    around: pagesAnswered(
      (page, _notes, call) => {
        if (page.data.length > 0) return page;
        call.status = 204;
        return null;
      },
      [listDeployments],
    ),
  },
  'redirect-to-trailing-slash': {
    breaks: 'CDEV-98',
    note: 'A log query is redirected to the same path with a slash',
    alsoBreaks: { 'CDEV-33': 'the read is answered 301' },
    around: async (call, next) => {
      const isMeant = isCall(call, queryLogs);
      if (call.path === '/v1/logs/') call.path = '/v1/logs';
      await next();
      if (!isMeant || call.status !== 200) return;
      answer(call, 301, '');
      call.set('Location', `/v1/logs/${call.search}`);
    },
  },
  'regions-endpoint-missing': { breaks: 'CDEV-12', note: 'Regions are 404 under both versions', settings: { regionsAt: [] } },
  'v1-collection-404': {
    breaks: 'CDEV-49',
    note: 'The log query is 404 under /v1',
    behind: refusedAsUnknown(queryLogs),
  },
  'stream-not-routed': {
    breaks: 'CDEV-49',
    note: 'The log stream is 404 under /v1',
    behind: refusedAsUnknown(followLogs),
  },
  'patch-not-routed': {
    breaks: 'CDEV-49',
    note: 'PATCH on a project is answered 405',
    alsoBreaks: { 'CDEV-58': 'the change is answered 405' },
    behind: (call, next) => (isCall(call, updateProject) ? refuse(405, 'unknown-method', 'Not allowed here: PATCH') : next()),
  },
  'log-entry-plain-text': {
    breaks: 'CDEV-88',
    note: 'Log entries are lines of text',
    around: itemsAnswered([queryLogs], (entry) => Object.values(entry).join(' ')),
  },
  'logs-unpaged': {
    breaks: 'CDEV-120',
    note: 'A log query ignores limit',
    behind: listAsked(() => ({ limit: undefined }), [queryLogs]),
  },
};
