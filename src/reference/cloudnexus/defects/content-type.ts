import { networksPath } from '../call.ts';
import type { NexusDefects } from '../overrides.ts';
import { answered } from './answering.ts';

/** The media type of JSON bodies. */
export const contentTypeDefects: NexusDefects = {
  'list-content-type-html': {
    breaks: 'NEXUS-19',
    note: 'The list of instances is sent as text/html',
    shownBy: ['NEXUS-19', 'status/plain-call-succeeds'],
    around: answered((call) => {
      if (call.state.list !== undefined) call.set('Content-Type', 'text/html; charset=utf-8');
    }),
  },
  'networks-content-type-missing': {
    breaks: 'NEXUS-19',
    note: 'GET /networks is sent without Content-Type',
    shownBy: ['NEXUS-19', 'status/plain-call-succeeds'],
    around: answered((call) => {
      if (call.path === networksPath && call.status === 200) call.remove('Content-Type');
    }),
  },
  'error-content-type-text': {
    breaks: 'NEXUS-113',
    note: 'Errors are sent as text/plain',
    around: answered((call) => {
      if (call.state.errorResponse !== undefined) call.set('Content-Type', 'text/plain; charset=utf-8');
    }),
  },
};
