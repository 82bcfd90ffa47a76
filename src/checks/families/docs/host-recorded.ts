import type { Contract } from '../../../contract/model.ts';
import type { Location } from '../../../model/location.ts';
import { defineFold, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';

/** The location of the first server of the document. */
const firstServer = ({ document }: Contract): Location[] =>
  Array.isArray(document['servers']) && document['servers'].length > 0 ? [{ operation: null, way: ['#', '#/servers/0'] }] : [];

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).hostname : undefined);

/** Compares only the config and the document. It sends nothing and ignores all exchanges. */
export const hostRecorded = defineFold<null>({
  id: 'docs/host-recorded',
  title: 'The host of the target, and whether it is a documented one, is recorded',
  why: 'Where the documentation gives several addresses, a reader cannot know which one to use.',
  fix: 'Nothing is broken; the documentation could give one address.',
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
