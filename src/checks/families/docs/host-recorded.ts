import type { Contract } from '../../../contract/model.ts';
import type { Location } from '../../../model/location.ts';
import { defineFold, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';

/** The first address that the contract prints for the whole API. */
const firstServer = ({ document }: Contract): Location[] =>
  Array.isArray(document['servers']) && document['servers'].length > 0 ? [{ operation: null, way: ['#', '#/servers/0'] }] : [];

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).hostname : undefined);

/** Looks at the config alone: nothing is sent for it, and nothing that comes by matters. */
export const hostRecorded = defineFold<null>({
  id: 'docs/host-recorded',
  title: 'Which of the printed hosts the target has is recorded',
  why: 'Where a documentation prints several addresses, a reader cannot know which of them is meant.',
  fix: 'Nothing is broken; the documentation could print one address.',
  locations: firstServer,
  init: () => null,
  step: () => null,
  merge: () => null,
  conclude(_state, { contract, target }) {
    const host = hostOf(target.baseUrl) ?? '';
    const isPrinted = contract.production.some((url) => hostOf(url) === host);
    return observed([factOf('docs.host', null, { host, isPrinted })]);
  },
});
