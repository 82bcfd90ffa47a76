import type { SyncVariant } from '../overrides.ts';
import { basePath } from '../call.ts';

/** Pages in the list, which the document neither shows nor excludes. */
export const paged: SyncVariant = {
  title: 'The list has pages and reports how many, with the newest instance on the last one',
  settings: {
    instances: 34,
    pageSize: 10,
    listBody: ({ shown, page, pages, total }) => ({
      instances: shown,
      total,
      total_pages: pages,
      next_page: page < pages ? `${basePath}/instances?page=${page + 1}` : null,
    }),
  },
};
