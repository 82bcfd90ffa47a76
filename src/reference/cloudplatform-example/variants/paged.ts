import { answered, isMembers } from '../../kit/answering.ts';
import { isCall } from '../../kit/service.ts';
import type { PlatformVariant } from '../call.ts';

/** How many projects the first page has. */
const pageSize = 20;

/** Shows a part of the list and says so, in a way that the document does not describe. */
export const paged: PlatformVariant = {
  title: 'The list is a first page of twenty with a link to the next one',
  settings: {
    listBody: (projects) => ({
      data: projects.slice(0, pageSize),
      has_more: projects.length > pageSize,
      next_page: projects.length > pageSize ? 2 : null,
      total: projects.length,
    }),
  },
  around: answered((call) => {
    if (!isCall(call, 'GET /projects') || call.status !== 200 || !isMembers(call.body) || call.body['has_more'] !== true) return;
    call.set('Link', `<${call.path}?page=2>; rel="next"`);
  }),
};
