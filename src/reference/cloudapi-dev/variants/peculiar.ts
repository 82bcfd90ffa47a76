import { answered, answerText, layered, renamed, statusChanged } from '../../kit/answering.ts';
import { isCall } from '../../kit/service.ts';
import { tokenBucket } from '../../kit/token-bucket.ts';
import type { DevVariant, State } from '../call.ts';
import { listDeployments, listProjects, lists } from '../operations.ts';
import type { Page } from '../page.ts';
import { standardSettings } from '../settings.ts';

/** A full page has a cursor even if it is the last one, and projects are under another name than data. */
const pagesChanged = answered<State>((call) => {
  const { list, settings } = call.state;
  if (call.status !== 200 || list === undefined || !isCall(call, ...lists)) return;
  const last = list.left === 0 && list.ids.length === list.limit ? list.ids.at(-1) : undefined;
  const page = { ...(call.body as Page), ...(last !== undefined && { next_cursor: settings.cursor.encode(last), has_more: true }) };
  call.body = isCall(call, listProjects) ? renamed(page, 'data', 'projects') : page;
});

const relabelled = answered<State>((call) => {
  if (call.status === 200 && isCall(call, listDeployments)) answerText(call, 200, 'text', JSON.stringify(call.body));
});

/** Errors as text. */
const errorsAsText = answered<State>((call) => {
  const { errorResponse } = call.state;
  if (errorResponse !== undefined) answerText(call, call.status, 'text', errorResponse.message);
});

/** Does not follow what is only inferred, as far as one server can. */
export const peculiar: DevVariant = {
  title: 'Ignores inferences: errors as text, an empty last page, projects under another name, 503 above the quota',
  deviations: {
    'CDEV-5': 'the list of deployments has the media type text/plain',
    'CDEV-6': 'errors are text',
    'CDEV-116': 'a full last page has has_more true',
    'CDEV-119': 'projects are listed under another name than data',
    'CDEV-120': 'a page of log entries has other members',
    'CDEV-134': 'calls above the quota are answered 503',
  },
  options: { items: 40 },
  settings: {
    regions: standardSettings.regions.slice(0, 12),
    commits: 'tags',
    deployments: 45,
    countCalls: tokenBucket,
    logShape: 'entries',
    unknownProject: 404,
  },
  around: layered<State>(errorsAsText, relabelled, pagesChanged, statusChanged('quota-used-up', 503)),
};
